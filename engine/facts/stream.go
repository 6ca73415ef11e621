package facts

import "github.com/partnership-as-code/entente/engine/quantity"

// Stream asks for the evaluated rows of one source themselves, many of them, per
// partner and in the order in which money is folded. As SQL:
//
//	SELECT partner, id, at, tests, columns FROM source
//	WHERE partner IS NOT NULL AND at BETWEEN window AND where
//	ORDER BY partner, at, id, file, line
//
// Rows that are rejected are never in it. Amounts in Where and Tests meet at the
// rates of the day in At, as in a Query; a rate that is missing is reported.
type Stream struct {
	Source   string
	Where    *Expr          // rows kept; nil: every row
	At       string         // day column; rows without it are left out
	Window   quantity.Range // of At, inclusive; zero ends open
	Tests    []Expr         // conditions told apart, answered per row
	Needs    Needs          // rows that may be left out; nil: none
	Columns  []string       // what each row carries besides id and At; one that the source does not map is null, currency excepted
	IsDirect bool           // rows without a partner, too, under Direct
}

// Needs gives the Tests of which at least one must hold of a partner's row for it
// to be of use, and false when every row is. It is a permission: other rows may
// come nonetheless, since those who ask alike share what they get. The partner may
// be Direct. It is never called twice at a time.
type Needs func(partner string) (tests []int, isSome bool)

// Streamed answers a Stream: a strand for each partner that has rows, by name.
// Types without a partner have one strand, under Direct.
type Streamed struct {
	Strands []*Strand
}

// Of gives a partner's strand, an empty one when it has no rows.
func (s Streamed) Of(partner string) *Strand {
	low, high := 0, len(s.Strands)
	for low < high {
		if mid := (low + high) / 2; s.Strands[mid].Partner < partner {
			low = mid + 1
		} else {
			high = mid
		}
	}
	if low < len(s.Strands) && s.Strands[low].Partner == partner {
		return s.Strands[low]
	}
	return NewStrand(partner, &Rows{}, nil, nil)
}
