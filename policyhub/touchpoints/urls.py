from django.urls import path

from . import views

urlpatterns = [
    path("touchpoints/", views.touchpoint_map, name="touchpoints"),
    path("touchpoints/walk-through/", views.WalkThroughView.as_view(), name="touchpoints_walk"),
    path("touchpoints/<int:pk>/", views.touchpoint_detail, name="touchpoint"),
    path("touchpoints/<int:pk>/decide/<slug:kind>/", views.DecideNeedView.as_view(), name="touchpoint_decide"),
    path("touchpoints/<int:pk>/none/", views.NothingNeededView.as_view(), name="touchpoint_none"),
    path("touchpoints/<int:pk>/rename/", views.RenameTouchpointView.as_view(), name="touchpoint_rename"),
    path("touchpoints/<int:pk>/rules/", views.LinkRulesView.as_view(), name="touchpoint_rules"),
    path("touchpoints/<int:pk>/rules/<slug:reference>/remove/", views.unlink, name="touchpoint_unlink"),
    path("touchpoints/<int:pk>/merge/", views.MergeTouchpointView.as_view(), name="touchpoint_merge"),
    path("touchpoints/<int:pk>/drop/", views.RemoveTouchpointView.as_view(), name="touchpoint_drop"),
]
