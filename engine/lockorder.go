package engine

import (
	"fmt"
	"strings"

	"github.com/partnership-as-code/entente/engine/commission"
	"github.com/partnership-as-code/entente/engine/quantity"
)

// EarlierError refuses to lock a period while earlier ones of the same partner and
// currency are not locked: what they hold would be left out for good.
type EarlierError struct {
	Partner, Period string
	Earlier         []commission.Statement // the oldest first
	IsFirst         bool                   // nothing of the partner is locked yet
}

func (e *EarlierError) Error() string {
	return fmt.Sprintf("%s of %s cannot be locked before %s", e.Period, e.Partner, e.Earlier[0].Period)
}

// LockedDocument is a statement that is locked already.
type LockedDocument struct {
	Name, Path string
	AsOf       quantity.Date
}

// LockedError says that nothing is left to lock, and how many lines of it are to be
// corrected by now.
type LockedError struct {
	Partner     string
	Locked      []LockedDocument
	Corrections int
	Open        string // period whose statement they go into
}

func (e *LockedError) Error() string {
	var names []string
	for _, l := range e.Locked {
		names = append(names, fmt.Sprintf("%s is locked already, as of %s (%s)", l.Name, l.AsOf, l.Path))
	}
	return strings.Join(names, ", ")
}
