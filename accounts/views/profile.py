"""One's own name and language."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext

from accounts.actions import change_profile
from accounts.forms import ProfileForm
from core.forms import is_language_switch, kept


@login_required
def profile(request: HttpRequest) -> HttpResponse:
    """Name, language, reminders."""
    user = request.user
    initial = {
        "name": user.name,
        "language": user.language or translation.get_language(),
        "gets_reminders": user.gets_reminders,
    }
    form = ProfileForm(request.POST or None, initial=initial)
    if is_language_switch(request):
        form = kept(form)
    elif request.method == "POST" and form.is_valid():
        change_profile(user=user, **form.cleaned_data)
        with translation.override(user.language):
            messages.success(request, gettext("Saved"))
            return redirect("accounts:profile")
    context = {"form": form, "switch_form": "profile"}
    return render(request, "account/profile.html", context, status=422 if form.errors else 200)
