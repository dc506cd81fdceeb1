"""Addresses of sign-in: only those that the portal uses, under the names that allauth asks for."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from django.urls import path, re_path

from . import invited_views, keys, own_views, provider_views, views

urlpatterns = [
    path("", views.your_account, name="mfa_index"),
    path("login/", provider_views.sign_in, name="account_login"),
    path("organisation/", provider_views.go_there, name="sign_in_by_provider"),
    path("organisation/back/", provider_views.come_back, name="back_from_provider"),
    path("logout/", views.sign_out, name="account_logout"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("continue/", own_views.continue_form, name="continue_form"),
    path("sessions/end-others/", own_views.end_other_sessions, name="end_other_sessions"),
    path("sessions/<uuid:session>/end/", own_views.end_session, name="end_session"),
    path("invitation/", invited_views.accept_invitation, name="accept_invitation"),
    path("invitation/<str:who>-<str:seal>/", invited_views.invitation, name="invitation"),
    # Passwords
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/set/", views.no_password_yet, name="account_set_password"),
    path("password/reset/", views.ask_for_link, name="account_reset_password"),
    path("password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
    path(
        "password/reset/key/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    # Second factor
    path("code/", keys.second_step, name="mfa_authenticate"),
    path("code/again/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("app/set-up/", views.set_up_app, name="mfa_activate_totp"),
    path("app/picture/", views.activation_picture, name="activation_picture"),
    path("app/replace/", views.replace_app, name="mfa_deactivate_totp"),
    path("keys/", keys.your_keys, name="mfa_list_webauthn"),
    path("keys/add/", keys.add_key, name="mfa_add_webauthn"),
    path("keys/again/", keys.key_again, name="mfa_reauthenticate_webauthn"),
    path("keys/<str:mark>/name/", keys.name_key, name="mfa_edit_webauthn"),
    path("keys/<str:mark>/remove/", keys.remove_key, name="mfa_remove_webauthn"),
    path("recovery-codes/", views.your_recovery_codes, name="mfa_view_recovery_codes"),
    path("recovery-codes/new/", views.new_codes, name="mfa_generate_recovery_codes"),
]
