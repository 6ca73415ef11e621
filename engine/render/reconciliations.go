package render

import (
	"fmt"
	"io"

	"github.com/partnership-as-code/entente/engine/plan"
	"github.com/partnership-as-code/entente/engine/quantity"
)

// ReconciliationsView is what all partners with a locked statement are due now
// against what is locked.
type ReconciliationsView struct {
	AsOf     quantity.Date
	Digest   string
	Partners []ReconciliationView
}

// Reconciliations prints one partner after the other.
func Reconciliations(w io.Writer, v ReconciliationsView, o Options) error {
	if len(v.Partners) == 0 {
		_, err := fmt.Fprintln(w, "No statement is locked: entente statement PARTNER PERIOD --lock")
		return err
	}
	for i, p := range v.Partners {
		if i > 0 {
			if _, err := fmt.Fprintln(w); err != nil {
				return err
			}
		}
		if err := Reconciliation(w, p, o); err != nil {
			return err
		}
	}
	return nil
}

type reconciliationsDocument struct {
	FormatVersion string                   `json:"formatVersion"`
	AsOf          string                   `json:"asOf"`
	FactsDigest   string                   `json:"factsDigest"`
	Partners      []reconciliationDocument `json:"partners"`
}

// ReconciliationsJSON prints what `statement --reconcile --format json` gives.
func ReconciliationsJSON(w io.Writer, v ReconciliationsView) error {
	doc := reconciliationsDocument{plan.FormatVersion, v.AsOf.String(), v.Digest, []reconciliationDocument{}}
	for _, p := range v.Partners {
		doc.Partners = append(doc.Partners, reconciliationDocumentOf(p))
	}
	return writeJSON(w, doc)
}
