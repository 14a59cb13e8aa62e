"""The words that projects are sorted by. Codes are the same in both languages and in the open data."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Status(models.TextChoices):
    ACTIVE = "active", pgettext_lazy("project", "active")
    ENDED = "ended", _("ended")
    UNKNOWN = "unknown", _("present state not known")


class LegalForm(models.TextChoices):
    ASSOCIATION = "association", _("association (non-profit)")
    COOPERATIVE = "cooperative", _("cooperative")
    FOUNDATION = "foundation", _("foundation")
    MUTUAL = "mutual", _("mutual society")
    COMPANY = "company", _("commercial company")
    PUBLIC = "public", _("public body")
    INFORMAL = "informal", _("informal group")
    MIXED = "mixed", _("several forms together")


class Sector(models.TextChoices):
    WORK_TRAINING = "work-training", _("work and training")
    HEALTH_CARE = "health-care", _("health and care")
    AGEING_DISABILITY = "ageing-disability", _("ageing and disability")
    HOUSING = "housing", _("housing")
    FOOD_FARMING = "food-farming", _("food and farming")
    PLACES = "places", _("places and neighbourhoods")
    HERITAGE_CULTURE = "heritage-culture", _("heritage and culture")
    DIGITAL = "digital", _("digital life")
    ENVIRONMENT_ENERGY = "environment-energy", _("environment and energy")
    FINANCE_TRADE = "finance-trade", _("finance and local trade")
    EDUCATION = "education", _("education")
    POVERTY_EQUALITY = "poverty-equality", _("poverty and equality")


class SDG(models.IntegerChoices):
    """The seventeen Sustainable Development Goals, by number."""

    NO_POVERTY = 1, _("No poverty")
    ZERO_HUNGER = 2, _("Zero hunger")
    HEALTH = 3, _("Good health and well-being")
    EDUCATION = 4, _("Quality education")
    GENDER = 5, _("Gender equality")
    WATER = 6, _("Clean water and sanitation")
    ENERGY = 7, _("Affordable and clean energy")
    WORK = 8, _("Decent work and economic growth")
    INDUSTRY = 9, _("Industry, innovation and infrastructure")
    INEQUALITIES = 10, _("Reduced inequalities")
    CITIES = 11, _("Sustainable cities and communities")
    CONSUMPTION = 12, _("Responsible consumption and production")
    CLIMATE = 13, _("Climate action")
    OCEANS = 14, _("Life below water")
    LAND = 15, _("Life on land")
    PEACE = 16, _("Peace, justice and strong institutions")
    PARTNERSHIPS = 17, _("Partnerships for the goals")
