package scaffold

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// MaxImportBytes bounds the file that is imported; it is held in memory.
const MaxImportBytes = 64 << 20

// table is a CSV file with a header.
type table struct {
	comma  rune
	header []string // trimmed
	rows   []row
	blank  int // rows without any text, which are passed over
}

// row is one record. fault says why it cannot be read; then cells holds its text
// in one piece.
type row struct {
	line  int
	cells []string
	fault string
}

// readTable reads a whole CSV file, comma, semicolon or tab. What is wrong with
// one row stays with that row; a *Refusal is about the file.
func readTable(name string, text []byte) (*table, error) {
	text = bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))
	if err := checkText(name, text); err != nil {
		return nil, err
	}
	if !bytes.ContainsRune(text, '\n') {
		text = bytes.ReplaceAll(text, []byte{'\r'}, []byte{'\n'})
	}
	t := &table{comma: delimiter(text)}
	r := csv.NewReader(bytes.NewReader(text))
	r.Comma, r.FieldsPerRecord = t.comma, -1
	for {
		start := r.InputOffset()
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		raw := strings.TrimRight(string(text[start:r.InputOffset()]), "\r\n")
		var fault *csv.ParseError
		switch {
		case errors.As(err, &fault):
			if r.InputOffset() == int64(len(text)) && strings.Count(raw, `"`)%2 == 1 || t.header == nil {
				return nil, refuse(fmt.Sprintf("A quote in line %d of %s is never closed, or stands inside of a cell that is not quoted.", fault.StartLine, name),
					"Close it, or double a quote that belongs to the text; a cell with quotes stands in quotes as a whole.")
			}
			t.rows = append(t.rows, row{fault.StartLine, []string{raw}, fmt.Sprintf("a quote stands inside of a cell (column %d); put the cell in quotes and double those inside", fault.Column)})
		case err != nil:
			return nil, fmt.Errorf("read %s: %w", name, err)
		default:
			line, _ := r.FieldPos(0)
			t.add(line, cells)
		}
	}
	if t.header == nil {
		return nil, refuse(name+" is empty.", "Export it anew, with a header line.")
	}
	return t, nil
}

func (t *table) add(line int, cells []string) {
	isBlank := strings.TrimSpace(strings.Join(cells, "")) == ""
	switch {
	case isBlank:
		t.blank++
	case t.header == nil:
		for _, c := range cells {
			t.header = append(t.header, strings.TrimSpace(c))
		}
	case len(cells) != len(t.header):
		t.rows = append(t.rows, row{line, cells, t.misfit(len(cells))})
	default:
		t.rows = append(t.rows, row{line: line, cells: cells})
	}
}

// misfit says that a row has another number of cells than the header.
func (t *table) misfit(n int) string {
	noun := "cells"
	if n == 1 {
		noun = "cell"
	}
	return fmt.Sprintf("%d %s where the header has %d, perhaps for an unquoted %s", n, noun, len(t.header), t.commaName())
}

func (t *table) commaName() string {
	return map[rune]string{',': "comma", ';': "semicolon", '\t': "tab"}[t.comma]
}

// delimiter is the one that stands most often in the header, outside of quotes.
func delimiter(text []byte) rune {
	best, most := ',', 0
	for _, comma := range ",;\t" {
		n, isQuoted := 0, false
		for _, c := range string(text[:headerEnd(text)]) {
			switch {
			case c == '"':
				isQuoted = !isQuoted
			case c == comma && !isQuoted:
				n++
			}
		}
		if n > most {
			best, most = comma, n
		}
	}
	return best
}

// headerEnd is where the first line that has text ends.
func headerEnd(text []byte) int {
	start := len(text) - len(bytes.TrimLeft(text, "\r\n"))
	if n := bytes.IndexByte(text[start:], '\n'); n >= 0 {
		return start + n
	}
	return len(text)
}

// checkText refuses what is no UTF-8 text, before a name is garbled.
func checkText(name string, text []byte) error {
	const save = "Save it as UTF-8 (in Excel: CSV UTF-8) and import that."
	switch {
	case len(text) > MaxImportBytes:
		return refuse(fmt.Sprintf("%s is larger than %d MiB.", name, MaxImportBytes>>20), "Split it; each part needs the header.")
	case bytes.HasPrefix(text, []byte("PK\x03\x04")):
		return refuse(name+" is a spreadsheet, not CSV.", "Export it as CSV and import that.")
	case bytes.HasPrefix(text, []byte("\xff\xfe")), bytes.HasPrefix(text, []byte("\xfe\xff")), bytes.IndexByte(text, 0) >= 0:
		return refuse(name+" is not UTF-8 text; it may be UTF-16.", save)
	}
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRune(text[i:])
		if r == utf8.RuneError && n == 1 {
			line := 1 + bytes.Count(text[:i], []byte{'\n'})
			what := fmt.Sprintf("Line %d of %s is not UTF-8: byte 0x%02X", line, name, text[i])
			if text[i] >= 0xa0 {
				what += fmt.Sprintf(", which is %c in Windows-1252", text[i])
			}
			return refuse(what+".", save)
		}
		i += n
	}
	return nil
}
