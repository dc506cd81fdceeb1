"""Addresses at which staff change the words of the site's own pages."""

from django.urls import path

from publications.site import views

urlpatterns = [
    path("", views.site_pages, name="site_pages"),
    path("<slug:page>/", views.site_page, name="site_page"),
    path("<slug:page>/write/", views.write_site_page, name="write_site_page"),
    path("<slug:page>/versions/<int:number>/", views.site_page_version, name="site_page_version"),
]
