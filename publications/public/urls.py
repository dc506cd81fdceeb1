"""The public addresses. They are fixed: links and checks rely on them."""

from django.urls import path

from publications.public import copies, machines, pages, views

urlpatterns = [
    path("", views.home, name="home"),
    path("published/", views.published, name="published"),
    path("published/feed.atom", machines.feed, name="feed"),
    path("published/catalogue.json", machines.catalogue, name="catalogue"),
    path("published/<slug:slug>/", views.publication, name="publication"),
    path("published/<slug:slug>/report.pdf", views.publication_pdf, name="publication_pdf"),
    path("published/<slug:slug>/cover", views.publication_cover, name="publication_cover"),
    path("published/<slug:slug>/card.png", views.publication_card, name="publication_card"),
    path("published/<slug:slug>/files/<str:name>", views.publication_file, name="publication_file"),
    path("published/<slug:slug>/<slug:version>/", views.publication, name="publication_version"),
    path("published/<slug:slug>/<slug:version>/report.pdf", views.publication_pdf, name="version_pdf"),
    path("published/<slug:slug>/<slug:version>/card.png", views.publication_card, name="version_card"),
    path(
        "published/<slug:slug>/<slug:version>/files/<str:name>", views.publication_file, name="version_file"
    ),
    path("about-reviews/", pages.about_reviews, name="about_reviews"),
    path("questions/", pages.questions, name="questions"),
    path("request-a-copy/", pages.request_a_copy, name="request_a_copy"),
    path("request-a-copy/ask/", copies.ask_for_a_copy, name="ask_for_a_copy"),
    path("request-a-copy/sent/", copies.copy_asked_for, name="copy_asked_for"),
    path("copy/<str:token>/", copies.copy, name="copy"),
    path("contact/", pages.contact, name="contact"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("privacy/", pages.privacy, name="privacy"),
    path("sitemap.xml", machines.sitemap, name="sitemap"),
    path("robots.txt", machines.robots, name="robots"),
    path("healthz", machines.healthz, name="healthz"),
]
