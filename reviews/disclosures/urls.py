"""Addresses of the register of requests for information."""

from django.urls import path

from . import answer_views, gathering_views, views

ONE = "<uuid:key>/"
COPY = f"{ONE}copies/<uuid:copy>/"

urlpatterns = [
    path("", views.information_requests, name="information_requests"),
    path("new/", views.record_information_request, name="record_information_request"),
    path(ONE, views.information_request, name="information_request"),
    path(f"{ONE}days/", views.correct_information_days, name="correct_information_days"),
    path(f"{ONE}extend/", views.extend_information_request, name="extend_information_request"),
    path(f"{ONE}withdraw/", views.withdraw_information_request, name="withdraw_information_request"),
    path(f"{ONE}requester/", views.seal_requester, name="seal_requester"),
    path(f"{ONE}requester/open/", views.open_requester, name="open_requester"),
    path(f"{ONE}advice/", answer_views.record_information_advice, name="record_information_advice"),
    path(f"{ONE}copies/add/", answer_views.add_redacted_copy, name="add_redacted_copy"),
    path(COPY, answer_views.redacted_copy, name="redacted_copy"),
    path(f"{COPY}remove/", answer_views.remove_redacted_copy, name="remove_redacted_copy"),
    path(f"{ONE}answer/", answer_views.prepare_information_answer, name="prepare_information_answer"),
    path(f"{ONE}answer/decide/", answer_views.decide_information, name="decide_information"),
    path(f"{ONE}answer/set-aside/", answer_views.set_information_aside, name="set_information_aside"),
    path(f"{ONE}reply/", answer_views.record_information_reply, name="record_information_reply"),
    path(f"{ONE}subject/", gathering_views.name_information_subject, name="name_information_subject"),
    path(f"{ONE}gather/", gathering_views.gather_information, name="gather_information"),
    path(f"{ONE}gather/pack/", gathering_views.take_working_pack, name="take_working_pack"),
]
