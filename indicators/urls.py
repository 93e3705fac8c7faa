"""Addresses of indicators, under /<lang>/a/<slug>/."""

from django.urls import path

from indicators.views import indicator

app_name = "indicators"
urlpatterns = [
    path("indicators/", indicator.indicator_list, name="list"),
    path("indicators/<slug:code>/", indicator.indicator_page, name="page"),
]
