package render

import (
	"io"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"

	"github.com/partnership-as-code/entente/engine/quantity"
)

// DueICS prints what is due as an iCalendar file (RFC 5545): a whole day for each
// item, which does not mark anybody as busy. Nothing in it depends on when it is
// written, so that a calendar which subscribes to the file sees changes alone.
func DueICS(w io.Writer, v DueView) error {
	cal := ics.NewCalendar()
	cal.SetProductId("-//entente//due//EN")
	cal.SetCalscale("GREGORIAN")
	cal.SetMethod(ics.MethodPublish)
	cal.SetXWRCalName("Partners: what is due")
	for _, d := range v.Items {
		event := cal.AddEvent(d.uid())
		event.SetDtStampTime(midnight(v.AsOf))
		event.SetAllDayStartAt(midnight(d.On))
		event.SetAllDayEndAt(midnight(d.On.AddDays(1)))
		event.SetSummary(plain(d.summary()))
		event.SetDescription(d.description())
		event.AddCategory(string(d.Kind))
		event.SetTimeTransparency(ics.TransparencyTransparent)
	}
	return cal.SerializeTo(w, ics.WithNewLine("\r\n"))
}

func midnight(d quantity.Date) time.Time {
	y, m, day := d.YMD()
	return time.Date(y, m, day, 0, 0, 0, 0, time.UTC)
}

func (d DueItem) summary() string {
	if d.PartnerName == "" {
		return d.what()
	}
	return d.PartnerName + ": " + d.what()
}

// description says who, about what, and where it is written, a line each.
func (d DueItem) description() string {
	var lines []string
	if d.Owner != "" {
		lines = append(lines, "Owner: "+plain(d.Owner))
	}
	lines = append(lines, plain(d.Title+" ("+string(d.Address)+")"))
	if at := placeOf(d.At); at != "" {
		lines = append(lines, plain(at))
	}
	return strings.Join(lines, "\n")
}
