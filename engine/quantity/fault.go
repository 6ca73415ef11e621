package quantity

import "strings"

// Fault says in plain words why a spelling is refused. Every error of this
// package is a *Fault.
type Fault struct {
	Expected string // what was expected, or what is wrong: "USD has 2 decimals, this has 3"
	Fix      string // what to do, a whole phrase: "write 1.00 USD or 1.01 USD"; "" when there is no good guess
}

func (f *Fault) Error() string {
	if f.Fix == "" {
		return f.Expected
	}
	return f.Expected + ": " + f.Fix
}

// expected is the fault of a spelling that does not look like form at all.
func expected(form Form, fixes ...string) *Fault {
	return fault("expected "+form.Expects, fixes...)
}

// fault offers each of fixes as a spelling to write instead.
func fault(what string, fixes ...string) *Fault {
	if len(fixes) == 0 {
		return &Fault{Expected: what}
	}
	return &Fault{Expected: what, Fix: "write " + strings.Join(fixes, " or ")}
}
