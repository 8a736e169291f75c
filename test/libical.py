"""What libical makes of an iCalendar object: errors, and the first dates of each event and to-do, as JSON."""

import json
import sys

import gi

gi.require_version("ICalGLib", "3.0")
from gi.repository import ICalGLib as ical  # noqa: E402

count = int(sys.argv[1])
calendar = ical.Parser.parse_string(sys.stdin.read())


def dates_of(component):
    start = component.get_dtstart()
    if start.is_null_time():
        start = component.get_due()
    if start.is_null_time():
        return []
    rule = component.get_first_property(ical.PropertyKind.RRULE_PROPERTY)
    if rule is None:
        return [start.as_ical_string()]
    iterator = ical.RecurIterator.new(rule.get_rrule(), start)
    dates = []
    while len(dates) < count:
        date = iterator.next()
        if date is None or date.is_null_time():
            break
        dates.append(date.as_ical_string())
    return dates


def errors_of(component):
    errors = []
    error = component.get_first_property(ical.PropertyKind.XLICERROR_PROPERTY)
    while error is not None:
        errors.append(error.as_ical_string())
        error = component.get_next_property(ical.PropertyKind.XLICERROR_PROPERTY)
    for child in children(component):
        errors += errors_of(child)
    return errors


def children(component):
    found = []
    child = component.get_first_component(ical.ComponentKind.ANY_COMPONENT)
    while child is not None:
        found.append(child)
        child = component.get_next_component(ical.ComponentKind.ANY_COMPONENT)
    return found


kinds = (ical.ComponentKind.VEVENT_COMPONENT, ical.ComponentKind.VTODO_COMPONENT)
print(
    json.dumps(
        {
            "errors": errors_of(calendar),
            "dates": {child.get_uid(): dates_of(child) for child in children(calendar) if child.isa() in kinds},
        }
    )
)
