package memory

import (
	"fmt"
	"strings"
	"time"

	"github.com/partnership-as-code/entente/engine/quantity"
)

// layout is a parsed Column.Format; the zero layout is ISO 8601.
type layout []token

// token is a literal, or a part of a date with the digits that it takes.
type token struct {
	literal  string
	part     byte // Y, M, D, N (name of a month), T (of the time: read and left out)
	min, max int
}

// parts are the words of a layout, longer ones first.
var parts = []struct {
	word string
	token
}{
	{"YYYY", token{part: 'Y', min: 4, max: 4}},
	{"MMM", token{part: 'N'}},
	{"MM", token{part: 'M', min: 2, max: 2}}, {"M", token{part: 'M', min: 1, max: 2}},
	{"DD", token{part: 'D', min: 2, max: 2}}, {"D", token{part: 'D', min: 1, max: 2}},
	{"HH", token{part: 'T', min: 2, max: 2}}, {"mm", token{part: 'T', min: 2, max: 2}}, {"ss", token{part: 'T', min: 2, max: 2}},
}

// CheckFormat says what is wrong with a Column.Format. It takes YYYY, MM, M, MMM
// (Jan to Dec), DD, D, and HH, mm, ss, which are read and left out; everything
// else but letters stands for itself.
func CheckFormat(format string) error {
	_, err := parseLayout(format)
	return err
}

func parseLayout(format string) (layout, error) {
	if format == "" || format == "YYYY-MM-DD" {
		return nil, nil
	}
	var out layout
	seen := map[byte]int{}
next:
	for rest := format; rest != ""; {
		for _, p := range parts {
			if strings.HasPrefix(rest, p.word) {
				out, rest = append(out, p.token), rest[len(p.word):]
				seen[p.part]++
				continue next
			}
		}
		if c := rest[0] | 0x20; c >= 'a' && c <= 'z' && rest[0] != 'T' {
			return nil, fmt.Errorf("format %q: %q is none of YYYY, MM, M, MMM, DD, D, HH, mm, ss; write it such as DD/MM/YYYY", format, rest)
		}
		out, rest = append(out, token{literal: rest[:1]}), rest[1:]
	}
	if seen['Y'] != 1 || seen['M']+seen['N'] != 1 || seen['D'] != 1 {
		return nil, fmt.Errorf("format %q names not each of year, month and day once; write it such as DD/MM/YYYY", format)
	}
	return out, nil
}

func (l layout) parse(text string) (quantity.Date, bool) {
	if l == nil {
		return parseISO(text)
	}
	var year, month, day int
	for _, t := range l {
		var n, size int
		switch {
		case t.literal != "":
			if !strings.HasPrefix(text, t.literal) {
				return 0, false
			}
			size = 1
		case t.part == 'N':
			n, size = monthName(text)
		default:
			n, size = leadingDigits(text, t.max)
			if size < t.min {
				return 0, false
			}
		}
		if size == 0 {
			return 0, false
		}
		text = text[size:]
		switch t.part {
		case 'Y':
			year = n
		case 'M', 'N':
			month = n
		case 'D':
			day = n
		}
	}
	if text != "" {
		return 0, false
	}
	return dayOf(year, month, day)
}

func monthName(text string) (int, int) {
	for m := time.January; m <= time.December && len(text) >= 3; m++ {
		if strings.EqualFold(text[:3], m.String()[:3]) {
			return int(m), 3
		}
	}
	return 0, 0
}

// leadingDigits reads at most limit digits and says how many it read.
func leadingDigits(text string, limit int) (n, size int) {
	for size < limit && size < len(text) && text[size]-'0' <= 9 {
		n = n*10 + int(text[size]-'0')
		size++
	}
	return n, size
}

// parseISO reads YYYY-MM-DD, alone or with a time behind it. The day is the one
// that is written, whatever the offset.
func parseISO(text string) (quantity.Date, bool) {
	if len(text) < 10 || text[4] != '-' || text[7] != '-' {
		return 0, false
	}
	century, a := twoDigits(text)
	year, b := twoDigits(text[2:])
	month, c := twoDigits(text[5:])
	day, d := twoDigits(text[8:])
	if !a || !b || !c || !d || len(text) > 10 && !isTime(text[10:]) {
		return 0, false
	}
	return dayOf(century*100+year, month, day)
}

func twoDigits(text string) (int, bool) {
	tens, ones := text[0]-'0', text[1]-'0'
	return int(tens)*10 + int(ones), tens <= 9 && ones <= 9
}

// isTime says whether text is T or a blank and an ISO time of day, with or
// without seconds, fraction and offset.
func isTime(text string) bool {
	if text[0] != 'T' && text[0] != ' ' {
		return false
	}
	text, ok := cutClock(text[1:])
	if !ok {
		return false
	}
	if rest, ok := cutTwo(text, ':', 60); ok {
		text = rest
		if strings.HasPrefix(text, ".") {
			_, size := leadingDigits(text[1:], 9)
			if size == 0 {
				return false
			}
			text = text[1+size:]
		}
	}
	if text == "" || text == "Z" {
		return true
	}
	if text[0] != '+' && text[0] != '-' {
		return false
	}
	rest, ok := cutClock(text[1:])
	return ok && rest == ""
}

// cutClock takes hours and minutes off, HH:MM or HHMM.
func cutClock(text string) (string, bool) {
	hours, size := leadingDigits(text, 2)
	if size != 2 || hours > 23 {
		return "", false
	}
	if rest, ok := cutTwo(text[2:], ':', 59); ok {
		return rest, true
	}
	return cutTwo(":"+text[2:], ':', 59)
}

// cutTwo takes a mark and a number of two digits off.
func cutTwo(text string, mark byte, limit int) (string, bool) {
	if text == "" || text[0] != mark {
		return "", false
	}
	n, size := leadingDigits(text[1:], 2)
	if size != 2 || n > limit {
		return "", false
	}
	return text[3:], true
}

// monthStarts are the first days of the months of the years that most rows have.
var monthStarts = func() (out [quickYears*12 + 1]quantity.Date) {
	for i := range out {
		out[i] = quantity.NewDate(firstQuick, time.January+time.Month(i), 1)
	}
	return out
}()

const (
	firstQuick = 1970
	quickYears = 130
)

func dayOf(year, month, day int) (quantity.Date, bool) {
	if year < 1 || month < 1 || month > 12 || day < 1 || day > 31 {
		return 0, false
	}
	if year >= firstQuick && year < firstQuick+quickYears {
		at := (year-firstQuick)*12 + month - 1
		date := monthStarts[at] + quantity.Date(day-1)
		return date, date < monthStarts[at+1]
	}
	date := quantity.NewDate(year, time.Month(month), day)
	if day <= 28 {
		return date, true
	}
	// A day that the month does not have carried over into the next one.
	_, _, back := date.YMD()
	return date, back == day
}
