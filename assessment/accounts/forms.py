"""allauth's forms with our labels, so that every word on the page is ours in both languages."""

from typing import Any

from allauth.account import forms as allauth_forms
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from assessment.accounts.models import User


def _relabel(form: forms.Form, **labels: Any) -> None:
    """Set labels and drop placeholders, which would repeat them in fainter ink."""
    for name, label in labels.items():
        if name in form.fields:
            form.fields[name].label = label
            form.fields[name].widget.attrs.pop("placeholder", None)


class LoginForm(allauth_forms.LoginForm):
    """Sign in by e-mail address."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _relabel(self, login=_("E-mail address"), password=_("Password"))
        # The page has its own link to the reset.
        self.fields["password"].help_text = ""


class SignupForm(allauth_forms.SignupForm):
    """Create an account: an address and a password, nothing else."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _relabel(self, email=_("E-mail address"), password1=_("Password"))


class ResetPasswordForm(allauth_forms.ResetPasswordForm):
    """Ask for a link that sets a new password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _relabel(self, email=_("E-mail address"))


class ResetPasswordKeyForm(allauth_forms.ResetPasswordKeyForm):
    """Set a new password by a link."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _relabel(self, password1=_("New password"), password2=_("New password again"))


class ChangePasswordForm(allauth_forms.ChangePasswordForm):
    """Set a new password, knowing the present one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _relabel(
            self, oldpassword=_("Present password"), password1=_("New password"), password2=_("New password again")
        )


class SetPasswordForm(allauth_forms.SetPasswordForm):
    """Set a first password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _relabel(self, password1=_("New password"), password2=_("New password again"))


class ReauthenticateForm(allauth_forms.ReauthenticateForm):
    """Prove it is still you."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _relabel(self, password=_("Password"))


class AddEmailForm(allauth_forms.AddEmailForm):
    """Add an address to one's account."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _relabel(self, email=_("E-mail address"))

    def clean_email(self) -> str:
        """Without verification nothing proves that an address is theirs, so one in use is refused here."""
        value: str = super().clean_email()
        if settings.ACCOUNT_EMAIL_VERIFICATION == "none" and User.objects.filter(email__iexact=value).exists():
            raise forms.ValidationError(_("This address cannot be added."))
        return value


class CohortForm(forms.Form):
    """The name of a cohort, which everybody who is invited will read."""

    name = forms.CharField(label=_("Name of the cohort"), max_length=120)
