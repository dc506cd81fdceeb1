"""Addresses of the report and the stage moves, under a case's reference."""

from django.urls import path

from . import passage_views, picture_views, remark_views, views, word_views, writing_views

urlpatterns = [
    path("report/", views.report, name="report"),
    path("report/write/", writing_views.write_report, name="write_report"),
    path("report/agree/", views.agree_report, name="agree_report"),
    path("report/word/", word_views.bring_report, name="bring_report"),
    path("report/compare/", views.compare_report, name="compare_report"),
    path("report/<int:number>/", views.report_version, name="report_version"),
    path("report/<int:number>/word/", word_views.report_version_word, name="report_version_word"),
    path("report/<int:number>/comment/", passage_views.comment_on_report, name="comment_on_report"),
    path("report/<int:number>/from-word/", remark_views.bring_comments, name="bring_comments"),
    path("report/<int:number>/from-word/take/", remark_views.take_comments, name="take_comments"),
    # A text names its pictures as files/NAME: they stand beside each page that shows one
    path("report/files/<str:name>", picture_views.report_picture, name="report_picture"),
    path("report/write/files/<str:name>", picture_views.report_picture, name="picture_while_writing"),
    path("report/agree/files/<str:name>", picture_views.report_picture, name="picture_while_agreeing"),
    path("report/<int:number>/files/<str:name>", picture_views.report_picture, name="version_picture"),
    path(
        "report/<int:number>/comment/files/<str:name>",
        picture_views.report_picture,
        name="picture_while_commenting",
    ),
    path("report/comments/<uuid:passage>/answer/", passage_views.answer_comment, name="answer_comment"),
    path("move/", views.move_on, name="move_on"),
]
