"""The address of where else a case's report was published, under the case's reference."""

from django.urls import path

from publications.elsewhere import views

urlpatterns = [path("published-elsewhere/", views.published_elsewhere, name="published_elsewhere")]
