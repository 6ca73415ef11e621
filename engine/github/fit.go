package github

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/partnership-as-code/entente/engine/render"
)

// Fit gives Markdown of at most so many bytes. What is too long is cut between
// sections, rows and lines, and whatever a cut leaves open is closed. It says at
// each cut what is left out, and at the end where the whole is: address is that of
// the job's summary, "" for none.
func Fit(markdown string, most int, address string) (text string, isCut bool) {
	markdown = strings.ToValidUTF8(markdown, "\uFFFD")
	if len(markdown) <= most {
		return markdown, false
	}
	parts := blocks(strings.Split(strings.ReplaceAll(markdown, "\r\n", "\n"), "\n"), 0)
	note := cutNote(0, address)
	room := most - len(cutNote(len(parts), address)) - len("\n\n")
	if room < 0 {
		return "", true
	}
	kept, left := share(parts, room)
	if left > 0 {
		note = cutNote(left, address)
	}
	return strings.Join(append(kept, note), blank), true
}

const blank = "\n\n" // between two blocks

func cutNote(sections int, address string) string {
	text := "> Cut to fit"
	if sections > 0 {
		text += ", " + render.Count(sections, "section") + " left out"
	}
	if link := safeLink(address); link != "" {
		return text + ": all of it is in the [job summary](" + link + ")."
	}
	return text + ": all of it is in the job's summary."
}

// safeLink is an address that stays one within the parentheses of a link.
func safeLink(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" {
		return ""
	}
	return strings.NewReplacer("(", "%28", ")", "%29", "<", "%3C", ">", "%3E", `\`, "%5C", " ", "%20").Replace(u.String())
}

// share gives every block the same room, as much as makes all of them fit, so that
// one long list does not push out what stands after it. What short blocks leave
// goes to the first ones that can use it.
func share(parts []block, room int) (kept []string, left int) {
	least, most := 0, room+1 // the room of each: fits with least, not with most
	for most-least > 1 {
		if each := (least + most) / 2; taken(parts, each) <= room {
			least = each
		} else {
			most = each
		}
	}
	room -= taken(parts, least)
	for _, b := range parts {
		text := b.cut(least)
		gap := len(blank)
		if text != "" {
			gap = 0
		}
		if longer := b.cut(len(text) + room - gap); len(longer) > len(text) {
			room -= len(longer) + gap - len(text)
			text = longer
		}
		if text == "" {
			left++
			continue
		}
		kept = append(kept, text)
	}
	return kept, left
}

func taken(parts []block, each int) int {
	sum := 0
	for _, b := range parts {
		if n := len(b.cut(each)); n > 0 {
			sum += n + len(blank)
		}
	}
	return sum
}

// block is what a blank line parts from others.
type block struct {
	whole      string
	head, tail string   // lines that open and close it; "" for none
	parts      []string // lines between them, or blocks of a fold; nil: all or nothing
	inner      []block  // of a fold, beside parts
	between    string   // two parts
	noun       string   // what a part is
	more       string   // before and after the count of what is left out, with one %s
}

// cut gives the block in at most room bytes, "" when that says nothing.
func (b block) cut(room int) string {
	if len(b.whole) <= room {
		return b.whole
	}
	if len(b.parts) == 0 {
		return ""
	}
	used := len(b.head) + len(b.tail) + len(b.leftOut(len(b.parts)))
	if used > room {
		return ""
	}
	var kept []string
	for i, part := range b.parts {
		if used += len(part) + len(b.between); used > room {
			if text := b.inPart(i, room-used+len(part)); text != "" {
				kept = append(kept, text)
			}
			break
		}
		kept = append(kept, part)
	}
	if len(kept) == 0 {
		return ""
	}
	if left := len(b.parts) - len(kept); left > 0 {
		kept = append(kept, b.leftOut(left))
	}
	return b.head + strings.Join(kept, b.between) + b.tail
}

// inPart takes what fits of the first block of a fold that does not.
func (b block) inPart(i, room int) string {
	if b.inner == nil || room <= 0 {
		return ""
	}
	return b.inner[i].cut(room)
}

func (b block) leftOut(n int) string {
	return fmt.Sprintf(b.more, "… and "+render.Count(n, "more "+b.noun))
}
