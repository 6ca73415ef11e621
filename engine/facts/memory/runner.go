// Package memory answers facts.Query by reading files: CSV and JSONL, each byte
// once for all queries and variants, in amounts that stay exact. It owns how a
// raw cell becomes a typed one and why a row is rejected or noted. It refuses
// other formats, nested values, and to guess: an exchange rate that nobody
// quoted is reported, never taken to be 1.
//
// What every runner has to do alike, beyond the words of package facts:
//
//   - A file is CSV by the ending .csv, .tsv or .txt, JSONL by .jsonl or .ndjson.
//     CSV has commas, or the semicolons or tabs that its header has instead.
//   - A broken quote costs one line; reading goes on behind it.
//   - An amount has at most its currency's decimals, zeros behind them apart.
//     In unit formatted, 1,234 and 1.234 are thousands, unless the currency has
//     three decimals and the separator is a point; a currency's code or
//     unambiguous sign in the amount wins over the source's currency and must
//     not contradict the row's own.
//   - A time behind an ISO date is left out: the day is the one written.
//   - Column currency is the source's currency where it is empty or not mapped.
//     Every other column that is not mapped is null.
//   - Amounts meet in the currency of a constant beside them, else in the
//     query's, else in the source's. They are converted at the latest rate on or
//     before the day in At, quoted directly or the other way round, rounded half
//     away from zero to minor units a row. Without At there is no such rate.
//   - A window without a first or last day is open there. A row whose At is
//     null matches nothing.
//   - Count and CountDistinct always have a Value. Median is the mean of the two
//     middle values of an even number, P90 the nearest rank.
//   - Rows of types without a partner are evaluated, and totalled under Direct.
//     Rows without a partner in other types are direct; they carry no notes.
package memory

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash/maphash"
	"io"
	"slices"
	"sync"

	"github.com/partnership-as-code/entente/engine/facts"
	"github.com/partnership-as-code/entente/engine/quantity"
)

// Runner reads files of facts. The zero Runner is ready.
type Runner struct {
	MaxFileBytes int64 // a larger file is an error; 0: 4 GiB
	ChunkBytes   int   // of a file, taken in at a time; 0: 512 KiB. It shows in no answer.
}

var _ facts.Runner = Runner{}

const defaultMaxFileBytes = 4 << 30

// run is one call of Run.
type run struct {
	limit    int64
	variants []facts.Variant
	scans    []*scan
	workers  [][]*worker // for each scan
	digests  [][][]byte  // of the files of each scan
	chunk    int         // bytes
	partner  sync.Mutex
}

// Run reads every file once, one after the other, and takes in parts of them side
// by side. Exchange rates come first, then the sources by which
// rows are credited, whose keys, days and partners are kept in memory, and refunds
// last, since they need other rows. An error is a
// *FileError, the context's, or says what makes no sense in the input.
func (r Runner) Run(ctx context.Context, in facts.Input) (facts.Result, error) {
	job := &run{limit: cmp.Or(r.MaxFileBytes, int64(defaultMaxFileBytes)), variants: in.Variants, chunk: cmp.Or(r.ChunkBytes, chunkBytes)}
	if err := job.compile(in); err != nil {
		return facts.Result{}, err
	}
	var rates rateBook
	for now := turnRates; now <= turnRefunds; now++ {
		if err := job.read(ctx, rates, now); err != nil {
			return facts.Result{}, err
		}
		switch now {
		case turnRates:
			rates = newRateBook(job.quotes())
		case turnCredits:
			if err := job.fillRegisters(); err != nil {
				return facts.Result{}, err
			}
		}
	}
	for _, s := range job.scans {
		s.ledger.seen = hashSet{}
	}
	out, err := job.result(ctx)
	if err == nil && job.isStreamed() {
		out.Rates = rates
	}
	return out, err
}

// turn is when a source is read, so that what others need of it is there.
type turn uint8

const (
	turnRates turn = iota
	turnCredits
	turnRows
	turnRefunds
)

func (s *scan) turn() turn {
	switch {
	case s.source.Type == "fx-rates":
		return turnRates
	case len(s.registers) > 0:
		return turnCredits
	case s.source.Type == "refunds":
		return turnRefunds
	}
	return turnRows
}

func (j *run) compile(in facts.Input) error {
	seed := maphash.MakeSeed()
	names := map[string]bool{}
	var wanted map[quantity.Currency]bool // nil: all
	if !j.isStreamed() {
		wanted = wantedCurrencies(in)
	}
	var deals []*ledger
	for _, source := range in.Sources {
		if names[source.Name] {
			return fmt.Errorf("two sources are named %s", source.Name)
		}
		names[source.Name] = true
		s, err := newScan(source, in.Variants, seed)
		if err != nil {
			return err
		}
		s.currencies, s.sought = wanted, in.Sought
		if source.Type == "deals" || source.Type == "revenue" {
			deals = append(deals, s.ledger)
		}
		j.scans = append(j.scans, s)
		j.workers = append(j.workers, nil)
		j.digests = append(j.digests, make([][]byte, len(source.Files)))
	}
	for _, s := range j.scans {
		s.deals = deals
	}
	for v, variant := range in.Variants {
		for i, q := range variant.Queries {
			for _, name := range append([]string{q.Source}, q.With...) {
				if !names[name] {
					return fmt.Errorf("query %d of variant %d asks source %q, which is not there", i, v, name)
				}
			}
		}
		for i, q := range variant.Streams {
			if !names[q.Source] {
				return fmt.Errorf("stream %d of variant %d asks source %q, which is not there", i, v, q.Source)
			}
		}
		for i, l := range variant.Lists {
			if !names[l.Source] {
				return fmt.Errorf("list %d of variant %d asks source %q, which is not there", i, v, l.Source)
			}
		}
	}
	return j.linkCredits()
}

// isStreamed says whether rows themselves are asked for, whose amounts are
// converted later and to any currency.
func (j *run) isStreamed() bool {
	return slices.ContainsFunc(j.variants, func(v facts.Variant) bool { return len(v.Streams) > 0 })
}

// wantedCurrencies are those that amounts can be converted to.
func wantedCurrencies(in facts.Input) map[quantity.Currency]bool {
	wanted := map[quantity.Currency]bool{}
	var visit func(e *facts.Expr)
	visit = func(e *facts.Expr) {
		if e == nil {
			return
		}
		if e.Const.Kind == facts.Money {
			wanted[quantity.Currency(e.Const.Text)] = true
		}
		for i := range e.Args {
			visit(&e.Args[i])
		}
	}
	for _, s := range in.Sources {
		wanted[s.Currency] = true
	}
	for _, v := range in.Variants {
		for _, q := range v.Queries {
			wanted[q.Currency] = true
			visit(q.Where)
			visit(q.Field)
			if q.Credit != nil {
				visit(q.Credit.Unless)
			}
		}
		for _, l := range v.Lists {
			visit(l.Where)
		}
	}
	return wanted
}

// quotes gives the exchange rates read so far, in file order.
func (j *run) quotes() []quote {
	var out []quote
	for _, workers := range j.workers {
		from := len(out)
		for _, w := range workers {
			out = append(out, w.quotes...)
		}
		slices.SortFunc(out[from:], func(a, b quote) int { return a.place.compare(b.place) })
	}
	return out
}

// digest is taken over the digests of the files, which are BLAKE3's. Lengths keep names apart from what follows them.
func (j *run) digest() string {
	hash := sha256.New()
	text := func(s string) { fmt.Fprintf(hash, "%d:%s", len(s), s) }
	for i, s := range j.scans {
		text(s.source.Name)
		fmt.Fprintf(hash, "%d;", len(s.source.Files))
		for at, file := range s.source.Files {
			text(file.Path)
			_, _ = io.WriteString(hash, hex.EncodeToString(j.digests[i][at]))
		}
	}
	return "sha256:" + hex.EncodeToString(hash.Sum(nil))
}
