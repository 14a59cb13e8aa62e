"""Sending an admin form back, as a browser does."""

from bs4 import BeautifulSoup


def filled(html: bytes, *streams: str) -> dict[str, str]:
    """The fields of an editing form as they stand, without its buttons; `streams` are sent empty.

    Blocks are drawn by the browser from data, so their fields are not in the page's text.
    """
    form = BeautifulSoup(html, "html.parser").select_one("form[data-edit-form]")
    data = {f"{name}-count": "0" for name in streams}
    for element in form.select("[name]"):
        kind = element.get("type", "")
        if element.name == "button" or kind in ("submit", "button", "file"):
            continue
        if element.name == "select":
            chosen = element.select_one("option[selected]") or element.select_one("option")
            value = chosen.get("value", "") if chosen else ""
        elif element.name == "textarea":
            value = element.text.removeprefix("\n")
        elif kind in ("checkbox", "radio"):
            if not element.has_attr("checked"):
                continue
            value = element.get("value", "on")
        else:
            value = element.get("value", "")
        data[element["name"]] = value
    return data
