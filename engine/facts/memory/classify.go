package memory

import "github.com/partnership-as-code/entente/engine/facts"

// tally is how many rows there were of each class, and why.
type tally struct {
	evaluated, direct, rostered int64
	noted, rejected             tallies
}

func newTally() tally { return tally{noted: newTallies(), rejected: newTallies()} }

// note is a remark on the row in hand.
type note struct {
	reason string
	column int
}

// refuse rejects a row; where its partner is not known, that fault came first.
func (w *worker) refuse(p *party, r *record, bad fault) {
	if p.isEverywhere || p.isNowhere {
		w.reject(&w.shared, bad)
		return
	}
	for v := range w.own {
		if p.isIn(v) {
			w.reject(&w.own[v], bad)
		} else {
			w.rejectPartner(v, r)
		}
	}
}

func (w *worker) rejectPartner(variant int, r *record) {
	at := w.scan.partnerAt
	w.reject(&w.own[variant], fault{facts.ReasonUnknownPartner, at, r.raw(at)})
}

func (w *worker) reject(t *tally, bad fault) {
	t.rejected.add(tallyKey{bad.reason, w.columnName(bad.column), trim(bad.value)}, 1, place{w.file, w.line})
}

func (w *worker) columnName(at int) string {
	if at < 0 {
		return ""
	}
	return w.scan.columns[at].Name
}

// accept counts an evaluated row and its remarks.
func (w *worker) accept(p *party, r *record) {
	if p.isEverywhere && !p.isRostered {
		w.shared.evaluated++
	} else {
		for v := range w.own {
			switch {
			case p.isEvaluated(v):
				w.own[v].evaluated++
			case p.isIn(v):
				w.own[v].rostered++
			default:
				w.rejectPartner(v, r)
			}
		}
	}
	w.enter(r, p)
	w.notes = w.notes[:0]
	w.noteUnknown(r)
	w.noteEmpty()
	for _, n := range w.notes {
		w.note(p, tallyKey{n.reason, w.columnName(n.column), trim(r.raw(n.column))}, w.line)
	}
	w.keepQuote()
}

// noteUnknown remarks on values that were not announced.
func (w *worker) noteUnknown(r *record) {
	for _, i := range w.scan.known {
		if !w.scan.columns[i].isKnown(r.raw(i), &r.cells[i]) {
			w.notes = append(w.notes, note{facts.ReasonUnknownValue, i})
		}
	}
}

// noteEmpty remarks on the mapped columns that the row's state should fill.
func (w *worker) noteEmpty() {
	s := w.scan
	for _, i := range s.fillable {
		if w.row.cells[i].kind != facts.Null {
			continue
		}
		if isOpen := s.stageAt >= 0 && w.row.cells[s.stageAt].text == "open"; !isOpen || !s.columns[i].isForWon {
			w.notes = append(w.notes, note{facts.ReasonEmptyColumn, i})
		}
	}
}

// note counts a remark in the variants that evaluate the row.
func (w *worker) note(p *party, key tallyKey, line int64) {
	if p.isEverywhere && !p.isRostered {
		w.shared.noted.add(key, 1, place{w.file, line})
		return
	}
	for v := range w.own {
		if p.isEvaluated(v) {
			w.own[v].noted.add(key, 1, place{w.file, line})
		}
	}
}

// noteDuplicate is called once the files before this one are in the ledger.
func (w *worker) noteDuplicate(id string, line int64, p *party) {
	w.note(p, tallyKey{facts.ReasonDuplicateID, w.columnName(w.scan.idAt), id}, line)
}
