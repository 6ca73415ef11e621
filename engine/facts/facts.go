// Package facts describes rows and questions about them as data: what a source
// maps, what a query filters and adds up, what comes back. It reads nothing; a
// Runner does (facts/memory here, SQL engines later), and every runner must
// give the same answer.
package facts

import (
	"context"
	"io"
	"math/big"
	"strings"

	"github.com/partnership-as-code/entente/engine/quantity"
)

// Kind is the type of a cell; the zero Kind is null.
type Kind uint8

const (
	Null   Kind = iota
	Text        // Cell.Text
	Money       // Cell.Int minor units, Cell.Text the currency
	Number      // Cell.Int × 10^-Cell.Scale, exact
	Rate        // Cell.Int in 1e-8 of a percent
	Day         // Cell.Int, a quantity.Date
	Bool        // Cell.Int, 0 or 1
)

// Cell is one value of a row. The zero Cell is null.
type Cell struct {
	Kind  Kind
	Scale uint8
	Int   int64
	Text  string
}

// Source is a mapped set of files: how raw rows become typed ones.
type Source struct {
	Name     string
	Type     string            // deals, leads, …; see Types
	System   string            // key of Partner.keys; empty: the partner's own name
	Currency quantity.Currency // of money columns in rows without a currency
	RateAge  quantity.Duration // of fx-rates: how old a quote may be; the zero Duration: DefaultRateAge
	StandsIn bool              // of fx-rates: its quotes count only where no other source has one that does
	Columns  []Column
	Files    []File
}

// Column maps one header to one canonical column.
type Column struct {
	Name     string // canonical: partner, amount, …
	Header   string // as the file spells it
	Kind     Kind
	Required bool
	Unit     string            // money: major (default), minor, formatted
	Format   string            // days: a layout such as DD/MM/YYYY; empty: YYYY-MM-DD
	Values   map[string]string // raw to canonical; nil: the raw value itself
	Allowed  []string          // canonical values of an enumeration; nil: any
	Known    map[string]bool   // nil: anything is known
	Max      int64             // money: minor units, number: units; 0: the default
}

// File is one input. Open may be called once per run.
type File struct {
	Path string
	Open func() (io.ReadCloser, error)
}

// Query asks for one number per partner.
type Query struct {
	Source    string
	With      []string // further sources, whose rows count as if they were its own; what one lacks is null
	Where     *Expr    // nil: every row
	At        string
	Window    quantity.Range // inclusive, applied to the day column At; ignored when At is empty
	Aggregate Aggregate
	Field     *Expr             // nil for Count
	Currency  quantity.Currency // money fields are converted to it at the day in At
	Also      *quantity.Range   // CountDistinct: only values that a row has in this range, too
	Credit    *Credit           // nil: a row counts for its own partner
}

// Aggregate is how the rows of one partner become one number.
type Aggregate string

const (
	Count         Aggregate = "count"
	CountDistinct Aggregate = "countDistinct"
	Sum           Aggregate = "sum"
	Mean          Aggregate = "mean"
	Median        Aggregate = "median"
	P90           Aggregate = "p90"
	Min           Aggregate = "min"
)

// Credit makes rows count for other partners than their own: for each that a row
// of another source names for them, once however many name it. Rows without a
// partner can be credited; rows without a partner credit nobody. As SQL, for rows
// r of the query's source:
//
//	JOIN partners p ON EXISTS (SELECT 1 FROM sources c
//	  WHERE c.partner = p.name AND c.key = r.of AND c.at BETWEEN r.from - before AND r.to)
//	WHERE NOT (r.partner = p.name AND (unless) IS TRUE)
//
// An empty From or To leaves that end open; a null day there credits nobody.
type Credit struct {
	Sources []string          // whose rows name partners
	Key     string            // text column of theirs that holds what Of holds
	At      string            // day column of theirs
	Of      string            // text column of the query's source
	From    string            // day column of the query's source
	Before  quantity.Duration // how much earlier than From is early enough; no business days
	To      string            // day column of the query's source, inclusive
	Unless  *Expr             // rows that do not count for their own partner; nil: all do
}

// Everyone is the name under which a query with Credit totals the rows that count
// for anybody, each once.
const Everyone = "*"

// Total is a query's answer for one partner. Value is exact: money in minor
// units, a rate in percent, a day as quantity.Date, nil when no row had a value.
type Total struct {
	Rows    int64 // rows that matched
	Value   *big.Rat
	Unrated int64 // rows that lacked an exchange rate: rows and value may miss them
}

// Variant is one reading of the same rows: whose keys name the partners, and
// what is asked. Base and head of a plan are two variants of one scan.
type Variant struct {
	// Partner gives the partner's name for a key of a system ("" for the name
	// itself), or the Rostered one; false when nobody has that key.
	Partner func(system, key string) (string, bool)
	Queries []Query
	Lists   []List
	Streams []Stream
}

// Input is everything that one scan answers.
type Input struct {
	Sources  []Source
	Variants []Variant

	// Sought says of which ids rows are to be found, whatever becomes of them. It
	// is called by several goroutines at a time; nil seeks none.
	Sought func(id string) bool
}

// Direct is the name under which rows without a partner are totalled.
const Direct = ""

// Result has one VariantResult for each Variant, in order.
type Result struct {
	Digest   string // "sha256:…" over the names and bytes of every file
	Variants []VariantResult
	Rates    Exchange // of all fx-rates sources; nil when no variant asks for a stream
}

// VariantResult answers a Variant: Totals[i] answers Queries[i] by partner,
// Lists[i] answers Variant.Lists[i], Streams[i] answers Variant.Streams[i].
type VariantResult struct {
	Reports []Report // one for each source, in order
	Totals  []map[string]Total
	Lists   []Listed
	Streams []Streamed
	Missing []MissingRate
	Found   []Found // by source and place, about MostFound at most
}

// Rostered is the name under which rows are totalled whose partners nobody but the
// rosters of these programs know. It is no partner's: those have no slash. Such a
// row counts for the roster alone: it is not evaluated, stands in no list and in no
// stream, carries no notes, and credits nobody else.
func Rostered(programs ...string) string { return rostered + strings.Join(programs, "+") }

// IsRostered tells such a name from a partner's.
func IsRostered(name string) bool { return strings.HasPrefix(name, rostered) }

const rostered = "roster/"

// Report counts a source's rows: Rows = Evaluated + Direct + Roster + Rejected.
type Report struct {
	Source    string
	Rows      int64
	Evaluated int64
	Direct    int64
	Roster    int64   // of partners that only a roster lists
	Noted     []Tally // rows that are evaluated all the same
	Rejected  []Tally
}

// Tally counts the rows of one reason; First are their places, "path:line", the
// first few in file order.
type Tally struct {
	Reason string // unknown-value, empty-column, unmapped-value, unknown-partner, bad-amount, …
	Column string
	Value  string // as it stands in the file, cut to a readable length
	Count  int64
	First  []string
}

// MissingRate is an exchange rate of a day that rows needed and no fx-rates row
// gave. A row that lacks several of a pair counts for one of them.
type MissingRate struct {
	From, To quantity.Currency
	On       quantity.Date // 0: the rows have no day
	Latest   quantity.Date // of the latest quote before it, which is too old; 0: none
	Place    string
	Count    int64
	Partner  string // whose statement lacks it; "" of a row
}

// Runner answers an Input. It returns an error only for breakage (a file that
// cannot be read, a cancelled context); faults of rows are in the Reports.
type Runner interface {
	Run(ctx context.Context, in Input) (Result, error)
}
