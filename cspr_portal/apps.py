"""The house as a Django app: it brings template tags and no models."""

from django.apps import AppConfig


class HouseConfig(AppConfig):
    name = "cspr_portal"
    label = "house"
    verbose_name = "Portal"
