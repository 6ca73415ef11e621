package render

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/partnership-as-code/entente/engine/commission"
)

// LockedFile is a statement that was written.
type LockedFile struct {
	Name, Path string
	Statement  commission.Statement
	Unkept     []string // files of its terms that git does not have as they lie here
}

// Locked prints what was locked and what comes next. Outside git that is to keep the
// terms, which nothing else has as they are.
func Locked(w io.Writer, list []LockedFile, isInGit bool, o Options) error {
	p := newPage(o)
	var paths, names, unkept []string
	for _, l := range list {
		s := &l.Statement
		p.line("Locked %s in %s", p.palette.paint(strong, l.Name), l.Path)
		said := fmt.Sprintf("earned %s, held %s", minorWords(s.Earned, s.Currency), minorWords(s.Held, s.Currency))
		for _, t := range []struct {
			label string
			minor int64
		}{{"released", s.Released}, {"adjustments", s.Adjustments}, {"carried in", s.CarriedIn}, {"carried out", s.CarriedOut}} {
			if t.minor != 0 {
				said += fmt.Sprintf(", %s %s", t.label, minorWords(t.minor, s.Currency))
			}
		}
		p.line("  %s; paid %s %s", said, minorWords(s.Totals.Paid, s.Currency), s.Currency)
		paths, names = append(paths, l.Path), append(names, l.Name)
		for _, file := range l.Unkept {
			if !slices.Contains(unkept, file) {
				unkept = append(unkept, file)
			}
		}
	}
	p.blank()
	add, title, them, its := strings.Join(paths, " "), "Statement "+names[0], "it", "Its"
	if len(list) > 1 {
		add, title, them, its = "statements", count(len(list), "statement"), "them", "Their"
	}
	if !isInGit {
		p.line("This folder is not in git, so nothing keeps the terms as they are: --verify proves %s only while %s as now.", them, staysWords(unkept))
		p.line("Put it into git before they change:")
		p.line("  git init && git add -A && git commit -m %q", title)
		return p.writeTo(w)
	}
	if len(unkept) > 0 {
		p.line("%s terms are not in git as they lie here: commit %s with %s, or --verify will miss them.", its, joinAnd(unkept), them)
	}
	p.line("Commit %s and open a pull request; it is for those with the right approve-payout:", them)
	p.line("  git add %s && git commit -m %q", add, title)
	return p.writeTo(w)
}

func staysWords(files []string) string {
	switch len(files) {
	case 0:
		return "the agreements stay"
	case 1:
		return files[0] + " stays"
	}
	return joinAnd(files) + " stay"
}

// Verified prints the closing line of a verification.
func Verified(w io.Writer, statements, findings int) error {
	p := newPage(Options{})
	switch {
	case statements == 0:
		p.line("No statement is locked.")
	case findings > 0:
		p.line("Verified %s: %s.", count(statements, "statement"), count(findings, "finding"))
	default:
		p.line("Verified %s: each line gives the same bytes again.", count(statements, "statement"))
	}
	return p.writeTo(w)
}
