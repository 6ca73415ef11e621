package memory

import (
	"cmp"
	"fmt"
	"hash/maphash"
	"slices"

	"github.com/partnership-as-code/entente/engine/facts"
	"github.com/partnership-as-code/entente/engine/quantity"
)

// scan is one source made ready: how each of its rows is read, and what is
// asked of it. It does not change while files are read, the ledger excepted.
type scan struct {
	source   facts.Source
	columns  []column // in the order of the type's declaration, extra ones last
	headers  []string
	quick    []quick
	at       map[string]int // canonical name to column
	fallback currency       // of rows that name none

	variants  []facts.Variant
	filters   []filter
	fields    []field
	questions []question // all different ones, of all variants
	inquiries []inquiry  // the same, credited ones apart
	asked     [][]asked  // for each variant
	wanted    [][]int    // for each variant, the questions that it asks, once each
	listings  []listing  // all different lists, of all variants
	listed    [][]asked  // for each variant, its lists by the places of their listings
	streams   []stream   // all different ones
	streamed  [][]streaming

	hasPartner bool // the type does, mapped or not
	idAt       int  // columns, or -1
	partnerAt  int
	stageAt    int
	currencyAt int
	fillable   []int // columns that are noted when empty
	known      []int // columns whose other values are noted
	roles      []int // columns that name a partner or another row
	quoteAt    []int // from, to, date and rate of an exchange rate
	rateAge    quantity.Duration

	sought func(id string) bool // nil: no row is
	ledger *ledger
	deals  []*ledger // that a refund's deal may be in; nil: not looked up
	// links and registers are what other sources look up here; credits what this
	// one looks up elsewhere.
	links     []link
	registers []*register
	credits   []credit
	rates     rateBook
	// currencies are those whose rates are kept.
	currencies map[quantity.Currency]bool
}

// filter and field are what queries share: each is worked out once a row, for
// all variants.
type filter struct {
	test test
	at   int // column of the day for conversions, or -1
	// Whether a null inside may turn into a value, which a missing rate must not.
	hidesNull bool
	// isTextual: it looks at texts alone, in textsAt, so that it needs no rate.
	isTextual bool
	textsAt   []int
}

type field struct {
	node   node
	at     int
	target quantity.Currency // of money
}

// asked is a query of a variant by the place of its question.
type asked struct{ query, question int }

// inquiry is the questions of one filter: most rows are none of them, which one
// look at the filter tells.
type inquiry struct {
	filter    int // or -1
	questions []int
	wanted    [][]int // for each variant, those that it asks
}

// question is a query in terms of its scan. It is comparable.
type question struct {
	aggregate     facts.Aggregate
	at            int // column, or -1
	isUndated     bool
	window        quantity.Range
	also          quantity.Range
	isTwofold     bool // also counts
	filter, field int  // or -1
	credit        int  // or -1
}

func newScan(source facts.Source, variants []facts.Variant, seed maphash.Seed) (*scan, error) {
	t, ok := facts.LookupType(source.Type)
	if !ok {
		return nil, fmt.Errorf("source %s: unknown type %q", source.Name, source.Type)
	}
	s := &scan{source: source, variants: variants, at: map[string]int{}, ledger: newLedger(seed)}
	_, s.hasPartner = t.Column("partner")
	if err := s.mapColumns(t); err != nil {
		return nil, fmt.Errorf("source %s: %w", source.Name, err)
	}
	s.idAt, s.partnerAt, s.stageAt, s.currencyAt = s.index("id"), s.index("partner"), s.index("stage"), s.index("currency")
	if t.Name == "fx-rates" {
		s.rateAge = cmp.Or(source.RateAge, facts.DefaultRateAge)
		s.quoteAt = []int{s.index("from"), s.index("to"), s.index("date"), s.index("rate")}
		if slices.Contains(s.quoteAt, -1) {
			s.quoteAt = nil
		}
	}
	if source.Currency != "" {
		if s.fallback = newCurrency(string(source.Currency)); s.fallback.isBad {
			return nil, fmt.Errorf("source %s: unknown currency %q", source.Name, source.Currency)
		}
	}
	programs := map[string]int{}
	if err := s.compileQueries(t, programs); err != nil {
		return nil, err
	}
	if err := s.compileLists(t, programs); err != nil {
		return nil, err
	}
	return s, s.compileStreams(t, programs)
}

// mapColumns orders the columns as the type declares them: the first fault in
// that order is the one that is reported.
func (s *scan) mapColumns(t facts.Type) error {
	mapped := slices.Clone(s.source.Columns)
	rank := func(c facts.Column) int {
		if i := slices.IndexFunc(t.Columns, func(d facts.ColumnType) bool { return d.Name == c.Name }); i >= 0 {
			return i
		}
		return len(t.Columns)
	}
	slices.SortStableFunc(mapped, func(a, b facts.Column) int { return rank(a) - rank(b) })
	for i, c := range mapped {
		if _, ok := s.at[c.Name]; ok {
			return fmt.Errorf("column %s is mapped twice", c.Name)
		}
		ready, err := newColumn(c, t)
		if err != nil {
			return err
		}
		s.at[c.Name] = i
		s.columns = append(s.columns, ready)
		s.quick = append(s.quick, ready.quick())
		s.headers = append(s.headers, c.Header)
		if ready.isFillable {
			s.fillable = append(s.fillable, i)
		}
		if ready.Known != nil {
			s.known = append(s.known, i)
		}
		if ready.isPartner || ready.isDeal {
			s.roles = append(s.roles, i)
		}
	}
	return nil
}

func (s *scan) compileQueries(t facts.Type, programs map[string]int) error {
	places := map[question]int{}
	s.asked, s.wanted = make([][]asked, len(s.variants)), make([][]int, len(s.variants))
	for v, variant := range s.variants {
		for i := range variant.Queries {
			if !isAsked(&variant.Queries[i], s.source.Name) {
				continue
			}
			q, err := s.compile(&variant.Queries[i], t, programs)
			if err != nil {
				return fmt.Errorf("query %d of variant %d: %w", i, v, err)
			}
			place, ok := places[q]
			if !ok {
				place = len(s.questions)
				places[q] = place
				s.questions = append(s.questions, q)
			}
			s.asked[v] = append(s.asked[v], asked{i, place})
			if !slices.Contains(s.wanted[v], place) {
				s.wanted[v] = append(s.wanted[v], place)
				s.want(q, v, place, !ok)
			}
		}
	}
	return nil
}

// want files a question of a variant under its credit or its filter.
func (s *scan) want(q question, variant, place int, isNew bool) {
	if q.credit >= 0 {
		s.credits[q.credit].wanted[variant] = append(s.credits[q.credit].wanted[variant], place)
		return
	}
	i := slices.IndexFunc(s.inquiries, func(in inquiry) bool { return in.filter == q.filter })
	if i < 0 {
		i = len(s.inquiries)
		s.inquiries = append(s.inquiries, inquiry{filter: q.filter, wanted: make([][]int, len(s.variants))})
	}
	in := &s.inquiries[i]
	in.wanted[variant] = append(in.wanted[variant], place)
	if isNew {
		in.questions = append(in.questions, place)
	}
}

func isAsked(q *facts.Query, source string) bool {
	return q.Source == source || slices.Contains(q.With, source)
}

func (s *scan) compile(q *facts.Query, t facts.Type, programs map[string]int) (question, error) {
	out := question{aggregate: q.Aggregate, window: q.Window, at: -1, filter: -1, field: -1}
	known := []facts.Aggregate{facts.Count, facts.CountDistinct, facts.Sum, facts.Mean, facts.Median, facts.P90, facts.Min}
	if !slices.Contains(known, q.Aggregate) || q.Field == nil && q.Aggregate != facts.Count {
		return out, fmt.Errorf("aggregate %q is unknown or lacks its field", q.Aggregate)
	}
	if q.At != "" {
		at, ok := s.at[q.At]
		if ok && s.columns[at].Kind != facts.Day {
			return out, fmt.Errorf("column %s holds no days", q.At)
		}
		out.at, out.isUndated = at, !ok
		if !ok {
			out.at = -1
		}
	}
	c := s.compiler(t, cmp.Or(q.Currency, s.source.Currency))
	if q.Also != nil {
		if q.At == "" || q.Aggregate != facts.CountDistinct {
			return out, fmt.Errorf("a second range is for distinct values on days alone")
		}
		out.also, out.isTwofold = *q.Also, true
	}
	var err error
	if out.credit, err = s.credit(q, c, programs); err != nil {
		return out, err
	}
	if out.filter, err = s.filter(q.Where, c, out.at, programs); err != nil {
		return out, err
	}
	return out, s.addField(q, c, &out, programs)
}

// compiler compiles over the columns of the source; amounts meet in target.
func (s *scan) compiler(t facts.Type, target quantity.Currency) *compiler {
	c := &compiler{columns: s.at, currency: target, fixed: map[string]value{}}
	if _, ok := t.Column("currency"); ok && s.source.Currency != "" {
		c.fixed["currency"] = value{kind: facts.Text, text: string(s.source.Currency)}
	}
	return c
}

// programKey is the same for expressions that give the same at the same day.
func programKey(what string, e *facts.Expr, c *compiler, at int) string {
	return fmt.Sprintf("%s %d %s %#v", what, at, c.currency, *e)
}

// filter compiles a condition, or finds an earlier one that is the same; -1 when
// there is none.
func (s *scan) filter(where *facts.Expr, c *compiler, at int, programs map[string]int) (int, error) {
	if where == nil {
		return -1, nil
	}
	key := programKey("where", where, c, at)
	if _, ok := programs[key]; !ok {
		compiled, err := c.test(where)
		if err != nil {
			return -1, err
		}
		programs[key] = len(s.filters)
		texts, isTextual := s.textsOf(where)
		s.filters = append(s.filters, filter{compiled, at, hidesNull(where), isTextual, texts})
	}
	return programs[key], nil
}

// addField compiles what a query adds up, or finds an earlier one that is the same.
func (s *scan) addField(q *facts.Query, c *compiler, out *question, programs map[string]int) error {
	if q.Aggregate == facts.Count {
		return nil
	}
	switch {
	case q.Field.Kind == facts.Money && c.currency == "":
		return fmt.Errorf("amounts are asked for in no currency")
	case q.Field.Kind == facts.Text && q.Aggregate != facts.CountDistinct:
		return fmt.Errorf("there is no %s of text", q.Aggregate)
	}
	key := programKey("field", q.Field, c, out.at)
	if _, ok := programs[key]; !ok {
		compiled, err := c.node(q.Field)
		if err != nil {
			return err
		}
		programs[key] = len(s.fields)
		s.fields = append(s.fields, field{compiled, out.at, c.currency})
	}
	out.field = programs[key]
	return nil
}

// hidesNull says whether an expression chooses by a condition or tests for null.
func hidesNull(e *facts.Expr) bool {
	if e.Op == facts.OpIf || e.Op <= facts.OpNe && slices.ContainsFunc(e.Args, func(a facts.Expr) bool { return isNull(&a) }) {
		return true
	}
	return slices.ContainsFunc(e.Args, func(a facts.Expr) bool { return hidesNull(&a) })
}

// index gives the place of a column, -1 when it is not mapped.
func (s *scan) index(name string) int {
	if i, ok := s.at[name]; ok {
		return i
	}
	return -1
}
