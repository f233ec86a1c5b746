from django.urls import path

from . import views

urlpatterns = [
    path("touchpoints/", views.the_map, name="touchpoints"),
    path("touchpoints/walk-through/", views.Walk.as_view(), name="touchpoints_walk"),
    path("touchpoints/<int:pk>/", views.touchpoint, name="touchpoint"),
    path("touchpoints/<int:pk>/decide/<slug:kind>/", views.Decide.as_view(), name="touchpoint_decide"),
    path("touchpoints/<int:pk>/none/", views.DecideNone.as_view(), name="touchpoint_none"),
    path("touchpoints/<int:pk>/rename/", views.Rename.as_view(), name="touchpoint_rename"),
    path("touchpoints/<int:pk>/rules/", views.LinkRules.as_view(), name="touchpoint_rules"),
    path("touchpoints/<int:pk>/rules/<slug:reference>/remove/", views.unlink, name="touchpoint_unlink"),
    path("touchpoints/<int:pk>/merge/", views.Merge.as_view(), name="touchpoint_merge"),
    path("touchpoints/<int:pk>/drop/", views.Drop.as_view(), name="touchpoint_drop"),
]
