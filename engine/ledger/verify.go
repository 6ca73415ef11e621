package ledger

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"

	"github.com/partnership-as-code/entente/engine/commission"
	"github.com/partnership-as-code/entente/engine/diag"
	"github.com/partnership-as-code/entente/engine/load"
	"github.com/partnership-as-code/entente/engine/spec"
)

// Verify proves a statement's file: it computes the statement again from the
// inputs that it holds and the terms that it names, and holds that against the
// file byte for byte, up to what people add when it is issued and answered. The
// findings say where the file departs from it and what should stand there.
func Verify(path string, text []byte, blobs Blobs, calendar Calendar) diag.List {
	source := diag.Bytes(path, text)
	docs, findings := load.Text(source, text)
	v := &verifier{source: source, text: text, blobs: blobs, calendar: calendar, files: map[string]*termsFile{}}
	if findings.HasErrors() {
		if v.seals(); len(v.findings) > 0 { // what was edited says more than what became of it
			return v.findings
		}
		return findings
	}
	if len(docs) != 1 || docs[0].Kind.Name != (spec.Statement{}).KindName() {
		v.add(diag.Span{Source: source}, "The file of a statement holds that one document and nothing else.", restore)
		return v.findings
	}
	v.address = docs[0].Address
	v.stored, _ = spec.As[spec.Statement](docs[0])
	again := v.refold()
	v.compare(write(string(docs[0].Name.V), again))
	return v.findings
}

func altered(at diag.Span, resource, detail, fix string) diag.Finding {
	return diag.Finding{Code: CodeAltered, Severity: diag.Error, Summary: "A locked statement was altered",
		Detail: detail, Fix: fix, Resource: resource, At: at}
}

type verifier struct {
	source   *diag.Source
	address  spec.Address
	text     []byte
	stored   *spec.Statement
	blobs    Blobs
	calendar Calendar
	files    map[string]*termsFile // by path@blob
	findings diag.List

	digests [][]byte // rows of the lines' digests, as they were locked as far as known
	isLost  bool     // a line is gone: what the whole was cannot be told
}

// termsFile is a file of terms as it was when the statement was locked.
type termsFile struct {
	docs     []*spec.Document
	compiled map[string]*commission.Terms
}

func (v *verifier) add(at diag.Span, detail, fix string) {
	v.findings.Add(altered(at, string(v.address), detail, fix))
}

// refold gives the statement as its inputs and terms make it. Lines whose terms
// are missing stay as they are stored.
func (v *verifier) refold() *spec.Statement {
	s := clone(v.stored)
	r := refolder{v.calendar.Holidays}
	terms, exact := make([]*commission.Terms, len(s.Lines)), make([]*big.Rat, len(s.Lines))
	for i := range s.Lines {
		l := &s.Lines[i]
		switch kind := commission.Kind(l.Kind.V); {
		case kind == commission.Corrected:
			v.correct(l)
		case kind == commission.Adjusted:
			v.adjust(l)
		default:
			terms[i] = v.termsOf(l)
			if l.Void != nil {
				l.Earned = money(0, l.Earned.V.Currency)
				terms[i] = nil
			}
			if terms[i] != nil {
				exact[i] = v.price(r, l, terms[i])
			}
		}
	}
	spread(s, terms, exact)
	for i := range s.Lines {
		exchange(s, &s.Lines[i], terms[i])
	}
	total(s, s.Period.V.Range(v.calendar.Fiscal).To)
	return s
}

// price computes a line; one that its terms cannot price stays as it is stored.
func (v *verifier) price(r refolder, l *spec.StatementLine, t *commission.Terms) *big.Rat {
	had := *l
	exact, ok := r.price(l, t)
	if !ok {
		*l = had
		v.add(had.ID.At, fmt.Sprintf("What the line `%s` holds does not suffice to compute it: a row, its rule or an exchange rate is missing.", textOf(&had.ID)), restore)
		return nil
	}
	return exact
}

const restore = "restore the file from version control; `git log -p` shows who changed it"

func (v *verifier) correct(l *spec.StatementLine) {
	if c := l.Context; c != nil && (c.Due != nil || c.Locked != nil) {
		l.Earned = money(minorOf(c.Due)-minorOf(c.Locked), l.Earned.V.Currency)
	}
}

// adjust takes an adjustment from its agreement.
func (v *verifier) adjust(l *spec.StatementLine) {
	file := v.file(l)
	if file == nil {
		return
	}
	for _, doc := range file.docs {
		if doc.Kind.Name != (spec.Agreement{}).KindName() || string(doc.Name.V) != textOf(l.Agreement) {
			continue
		}
		id, _, _ := cutLast(textOf(&l.ID), "/")
		if a := adjustmentOf(doc, id); a != nil {
			l.Earned, l.At = val(a.Amount.V), val(a.Date.V)
			l.Terms = text(Origin{parseOrigin(textOf(l.Terms)).Path, parseOrigin(textOf(l.Terms)).Blob, a.ID.At.From().Line}.String())
			return
		}
	}
	v.add(l.ID.At, fmt.Sprintf("No agreement in %s states this adjustment.", textOf(l.Terms)), restore)
}

// file finds the file that a line takes its terms from, and says which one is
// missing, once.
func (v *verifier) file(l *spec.StatementLine) *termsFile {
	if l.Terms == nil {
		return nil
	}
	o := parseOrigin(textOf(l.Terms))
	key := o.Path + "@" + o.Blob
	if f, known := v.files[key]; known {
		return f
	}
	v.files[key] = nil
	text, ok := v.blobs(o.Path, o.Blob)
	if !ok || BlobID(text) != o.Blob {
		v.findings.Add(diag.Finding{Code: CodeMissingTerms, Severity: diag.Error, Summary: "Terms of a locked statement are missing",
			Detail: fmt.Sprintf("The line was computed by %s as git knows it by %s, and that is neither in the history nor in the folder.", o.Path, o.Blob),
			Fix:    "fetch the whole history (`git fetch --unshallow`), or restore the file as it was", Resource: string(v.address), Path: "spec/lines/" + textOf(&l.ID) + "/terms", At: l.Terms.At})
		return nil
	}
	docs, _ := load.Text(diag.Bytes(o.Path, text), text)
	v.files[key] = &termsFile{docs: docs, compiled: map[string]*commission.Terms{}}
	return v.files[key]
}

// termsOf compiles the terms that a line was computed by, and puts right what the
// line says of them; nil when they are missing, which is a finding.
func (v *verifier) termsOf(l *spec.StatementLine) *commission.Terms {
	file := v.file(l)
	if file == nil {
		if l.Terms == nil {
			v.add(l.ID.At, fmt.Sprintf("The line `%s` does not say by which terms it was computed.", textOf(&l.ID)), restore)
		}
		return nil
	}
	i := slices.IndexFunc(file.docs, func(d *spec.Document) bool {
		return d.Kind.Name == (spec.CommissionPlan{}).KindName() && string(d.Name.V) == textOf(l.Plan)
	})
	if i < 0 {
		v.add(cmp.Or(spanOfVal(l.Plan), l.ID.At), fmt.Sprintf("%s holds no commission plan of this name.", textOf(l.Terms)), restore)
		return nil
	}
	t := file.terms(file.docs[i], l)
	if t == nil || t.Rule(textOf(l.Rule)) == nil {
		v.add(cmp.Or(spanOfVal(l.Rule), l.ID.At), fmt.Sprintf("The plan in %s has no rule of this name.", textOf(l.Terms)), restore)
		return nil
	}
	o := parseOrigin(textOf(l.Terms))
	o.Line = t.Rule(textOf(l.Rule)).Spec.ID.At.From().Line
	l.Terms = text(o.String())
	if l.Limits != nil { // statements have not always kept them
		l.Limits = limitsOf(t.Rule(textOf(l.Rule)), t.Currency)
	}
	return t
}

func spanOfVal[T any](v *spec.Val[T]) diag.Span {
	if v == nil {
		return diag.Span{}
	}
	return v.At
}

// terms compiles the version of a plan that an event is paid by.
func (f *termsFile) terms(doc *spec.Document, l *spec.StatementLine) *commission.Terms {
	plan, ok := spec.As[spec.CommissionPlan](doc)
	if !ok || doc.Broken || l.Event == nil {
		return nil
	}
	changes := applied(plan, readEvent(l.Event))
	l.Changes = changeNames(changes)
	key := string(doc.Name.V)
	for _, c := range changes {
		key += " " + c.ID
	}
	if t, known := f.compiled[key]; known {
		return t
	}
	version, _ := doc.With(changes).(*spec.CommissionPlan)
	f.compiled[key] = nil
	if version != nil {
		f.compiled[key], _ = commission.Compile(doc, version, func(*spec.PayRule) int { return -1 })
	}
	return f.compiled[key]
}
