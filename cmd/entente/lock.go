package main

import (
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/partnership-as-code/entente/engine"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/render"
)

// bookFlags turn statement to what is locked.
type bookFlags struct{ lock, all, verify, reconcile bool }

func (f *bookFlags) register(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.BoolVar(&f.lock, "lock", false, "write the statement of a period that is over; it does not change any more")
	flags.BoolVar(&f.all, "all", false, "with --lock, the statements of all partners: entente statement PERIOD --lock --all")
	flags.BoolVar(&f.verify, "verify", false, "compute locked statements again and compare every byte; all of them, or those of the files named")
	flags.BoolVar(&f.reconcile, "reconcile", false, "compare what is due now with what is locked")
	cmd.MarkFlagsMutuallyExclusive("lock", "verify", "reconcile")
}

// args says what each use of the verb is to be told.
func (f *bookFlags) args(args []string) error {
	n := len(args)
	switch {
	case f.all && !f.lock:
		return errors.New("--all goes with --lock")
	case f.verify:
		return nil
	case f.lock && f.all && n != 1:
		return errors.New("--lock --all takes the period alone: entente statement PERIOD --lock --all")
	case f.lock && f.all:
		return nil
	case f.lock && n != 2:
		return errors.New("--lock takes a partner and a period: entente statement PARTNER PERIOD --lock")
	case f.reconcile && n != 1:
		return errors.New("--reconcile takes a partner: entente statement PARTNER --reconcile")
	case n == 0:
		return errors.New("name a partner: `entente status` lists them")
	case n > 2:
		return fmt.Errorf("expected a partner and a period, and found %d words", n)
	}
	return nil
}

// lockStatements writes the statements of a period into the working folder, all
// of them or none.
func (a *app) lockStatements(cmd *cobra.Command, at engine.Where, when whenFlags, f bookFlags, args []string) error {
	if at.Rev != "" {
		return errors.New("--lock writes into the working folder: leave out --rev")
	}
	paid, err := a.accounted(cmd, at, when)
	if err != nil {
		return err
	}
	defer paid.Close()
	if err := a.faultedFor(paid, "nothing is locked until the errors are mended."); err != nil {
		return err
	}
	partners, days, err := toLock(paid, f, args)
	if err != nil {
		return err
	}
	if today := paid.Book.Today(a.now); days.To >= today {
		return fmt.Errorf("%s has not ended: today is %s, whatever --as-of says", paid.PeriodName(days), today)
	}
	var list []engine.Locked
	for _, partner := range partners {
		if err := a.unaltered(paid, partner); err != nil {
			return err
		}
		locked, err := paid.Lock(partner, days, version)
		if err != nil {
			return err
		}
		list = append(list, locked...)
	}
	if err := engine.WriteLocked(a.dir, list); err != nil {
		return broke(err)
	}
	return broke(a.sayLocked(list))
}

func toLock(paid engine.Accounted, f bookFlags, args []string) (partners []string, days quantity.Range, err error) {
	if f.all {
		if days, err = paid.PayoutPeriod(args[0]); err != nil {
			return nil, days, err
		}
		if partners = paid.Lockable(days); len(partners) == 0 {
			return nil, days, fmt.Errorf("nothing is left to lock of %s", args[0])
		}
		return partners, days, nil
	}
	partner, err := partnerOf(paid, args[0])
	if err != nil {
		return nil, days, err
	}
	days, err = namedPeriod(paid, partner, args[1])
	return []string{partner}, days, err
}

// unaltered refuses to build on a locked statement that does not stand up to
// --verify.
func (a *app) unaltered(paid engine.Accounted, partner string) error {
	findings, err := paid.Altered(partner)
	if err != nil {
		return broke(err)
	}
	if len(findings) == 0 {
		return nil
	}
	if err := render.Findings(a.stderr, findings, render.Options{}); err != nil {
		return broke(err)
	}
	fmt.Fprintln(a.stderr, "entente: nothing is locked until the earlier statements are as they were locked.")
	return exitError(exitFindings)
}

func (a *app) sayLocked(list []engine.Locked) error {
	view := make([]render.LockedFile, len(list))
	for i, l := range list {
		view[i] = render.LockedFile{Name: l.Name, Path: l.Path, Statement: l.Statement, Unkept: l.Unkept}
	}
	return render.Locked(a.stdout, view, a.look(false))
}

// verifyStatements proves locked statements.
func (a *app) verifyStatements(cmd *cobra.Command, at engine.Where, formats, files []string) error {
	chosen, err := parseFormats(formats, findingFormats)
	if err != nil {
		return err
	}
	at.Dir = a.dir
	checked, err := engine.Verify(cmd.Context(), at, files)
	if err != nil {
		return broke(err)
	}
	err = a.emit(chosen, func(w io.Writer, name string) error {
		if name != "text" {
			return a.findings(w, name, checked, true)
		}
		if err := render.Findings(w, checked.Findings, a.look(false)); err != nil {
			return err
		}
		return render.Verified(w, checked.Files, len(checked.Findings))
	})
	if err != nil {
		return err
	}
	return failOn(checked.Findings, true)
}

// reconcileStatements compares what a partner is due with what is locked.
func (a *app) reconcileStatements(cmd *cobra.Command, at engine.Where, when whenFlags, formats, args []string) error {
	chosen, err := parseFormats(formats, []string{"text", "json", "csv"})
	if err != nil {
		return err
	}
	paid, err := a.accounted(cmd, at, when)
	if err != nil {
		return err
	}
	defer paid.Close()
	partner, err := partnerOf(paid, args[0])
	if err != nil {
		return err
	}
	view := paid.Reconciliation(partner)
	err = a.emit(chosen, func(w io.Writer, name string) error {
		switch name {
		case "json":
			return render.ReconciliationJSON(w, view)
		case "csv":
			return render.ReconciliationCSV(w, view)
		}
		return render.Reconciliation(w, view, a.look(false))
	})
	if err != nil {
		return err
	}
	return a.faulted(paid)
}
