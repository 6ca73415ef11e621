package memory

import (
	"encoding/csv"
	"errors"
	"math"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/partnership-as-code/entente/engine/facts"
)

// pieces reads text without a header that is cut into chunks of some size.
type pieces struct {
	t     testing.TB
	cut   *cutter
	piece *csvReader
	most  int // bytes that were held at a time
}

func csvOf(t testing.TB, text string, size int) *pieces {
	cut := newCutter(facts.File{Path: "x.csv"}, strings.NewReader(text), nil, math.MaxInt64, size)
	cut.shape = &shape{format: formatCSV, comma: ','}
	return &pieces{t: t, cut: cut}
}

func (p *pieces) read(r *record) bool {
	for p.piece == nil || !p.piece.read(r) {
		var c chunk
		more, err := p.cut.next(&c)
		if err != nil {
			p.t.Fatal(err)
		}
		if !more {
			return false
		}
		p.most = max(p.most, len(c.buffer))
		p.piece = c.records().(*csvReader)
	}
	return true
}

func (p *pieces) fields() []string { return p.piece.fields }

func TestCSVLines(t *testing.T) {
	text := "a,b\r\n\n\"x\r\ny\",1\n\"\"\"q\"\"\",\"\n\n\"\nlast,\"end\""
	type row struct {
		Line   int64
		Fields []string
	}
	want := []row{{1, []string{"a", "b"}}, {3, []string{"x\ny", "1"}}, {5, []string{`"q"`, "\n\n"}}, {8, []string{"last", "end"}}}
	for block := 1; block <= len(text); block++ {
		in := csvOf(t, text, block)
		var got []row
		for {
			var r record
			if !in.read(&r) {
				break
			}
			if r.fault.reason != "" {
				t.Fatalf("block %d: %v", block, r.fault)
			}
			got = append(got, row{r.line, slices.Clone(in.fields())})
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("in blocks of %d bytes (-want +got):\n%s", block, diff)
		}
	}
}

func TestBrokenQuoteCostsOneLine(t *testing.T) {
	for size := 1; size < 30; size++ {
		brokenQuotes(t, size)
	}
}

func brokenQuotes(t *testing.T, size int) {
	t.Helper()
	in := csvOf(t, "a,\"b\nc,d\ne\"f,g\n\"h\"i,j\nk,l\n", size)
	var got []string
	for {
		var r record
		if !in.read(&r) {
			break
		}
		if r.fault.reason != "" {
			got = append(got, itoa(r.line)+" "+r.fault.reason)
			continue
		}
		got = append(got, itoa(r.line)+" "+strings.Join(in.fields(), "|"))
	}
	want := []string{"1 bad-quote", "2 c|d", "3 bad-quote", "4 bad-quote", "5 k|l"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestRecordsAreBounded(t *testing.T) {
	long := strings.Repeat("x", recordBytes)
	for name, text := range map[string]string{
		"a line":          "a," + long + "\nb,c\n",
		"an open quote":   "a,\"" + strings.Repeat(long[:1000]+"\n", 2000) + "\nb,c\n",
		"a quoted record": "a,\"" + strings.Repeat(long[:1000]+"\n", 2000) + "\"\nb,c\n",
	} {
		in := csvOf(t, text, chunkBytes)
		var r record
		if !in.read(&r) || r.fault.reason != facts.ReasonTooLong {
			t.Errorf("%s: fault %q, want %s", name, r.fault.reason, facts.ReasonTooLong)
		}
		last := ""
		for in.read(&r) {
			if r.fault.reason == "" {
				last = strings.Join(in.fields(), "|")
			}
		}
		if in.most > 3*recordBytes {
			t.Fatalf("%s: %d bytes are held", name, in.most)
		}
		if last != "b|c" {
			t.Errorf("%s: reading ended at %q, want the last row", name, last)
		}
	}
}

// FuzzCSV compares with encoding/csv up to the first broken record, where both
// must stumble at the same line.
func FuzzCSV(f *testing.F) {
	for _, seed := range []string{"", "a,b\n1,2\n", "\"a\nb\",c\r\n\r\n,", "\"x\"\"y\",\"\"\n", "a\"b", "\"a", "\"a\"b,c\n", "a\r", "\"a\"\r", "\r\r\n\"\r\n\"", ",,\n\n,"} {
		f.Add(seed, uint8(3))
	}
	f.Fuzz(func(t *testing.T, text string, block uint8) {
		if len(text) > 1000 || !utf8.ValidString(text) || strings.HasPrefix(text, byteOrderMark) {
			return
		}
		want := csv.NewReader(strings.NewReader(text))
		want.FieldsPerRecord = -1
		got := csvOf(t, text, int(block)+1)
		for {
			fields, wantErr := want.Read()
			var r record
			more := got.read(&r)
			var broken *csv.ParseError
			if errors.As(wantErr, &broken) {
				if r.fault.reason != facts.ReasonBadQuote || r.line != int64(broken.StartLine) {
					t.Fatalf("line %d %q %q, want bad-quote on line %d", r.line, r.fault.reason, got.fields(), broken.StartLine)
				}
				break
			}
			if more != (wantErr == nil) {
				t.Fatalf("more %v, want error %v", more, wantErr)
			}
			if !more {
				return
			}
			line, _ := want.FieldPos(0)
			if r.fault.reason != "" || r.line != int64(line) || !slices.Equal(fields, got.fields()) {
				t.Fatalf("line %d %q %q, want line %d %q", r.line, r.fault.reason, got.fields(), line, fields)
			}
		}
		// Behind the broken record reading goes on to the end, line by line.
		for last := int64(0); ; {
			var r record
			if !got.read(&r) {
				return
			}
			if r.line <= last {
				t.Fatalf("line %d after line %d", r.line, last)
			}
			last = r.line
		}
	})
}
