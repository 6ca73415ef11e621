package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/partnership-as-code/entente/engine"
	"github.com/partnership-as-code/entente/engine/quantity"
	"github.com/partnership-as-code/entente/engine/render"
)

// bookFlags turn statement to what is locked.
type bookFlags struct{ lock, all, opening, verify, reconcile bool }

func (f *bookFlags) register(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.BoolVar(&f.lock, "lock", false, "write the statement of a period that is over; it does not change any more")
	flags.BoolVar(&f.all, "all", false, "with --lock, the statements of all partners: entente statement PERIOD --lock --all")
	flags.BoolVar(&f.opening, "opening", false, "with --lock, the first statement: what was earned before it was settled elsewhere, and is left alone")
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
	case f.opening && !f.lock:
		return errors.New("--opening goes with --lock")
	case f.verify:
		return nil
	case f.lock && f.all && n != 1:
		return errors.New("--lock --all takes the period alone: entente statement PERIOD --lock --all")
	case f.lock && f.all:
		return nil
	case f.lock && n != 2:
		return errors.New("--lock takes a partner and a period: entente statement PARTNER PERIOD --lock")
	case f.reconcile && n > 1:
		return errors.New("--reconcile takes a partner, or none for all: entente statement PARTNER --reconcile")
	case f.reconcile:
		return nil
	case n == 0:
		return errors.New("name a partner: `entente status` lists them")
	case n > 2:
		return fmt.Errorf("expected a partner and a period, and found %d words", n)
	}
	return nil
}

// lockStatements writes the statements of a period into the working folder, all
// of them or none.
func (a *app) lockStatements(cmd *cobra.Command, at engine.Where, when whenFlags, f bookFlags, formats, args []string) error {
	switch {
	case at.Rev != "":
		return errors.New("--lock writes into the working folder: leave out --rev")
	case cmd.Flags().Changed("format"):
		return fmt.Errorf("--lock writes the document alone, and takes no --format: lock it, then run `entente statement %s --format %s`", strings.Join(shownAs(f, args), " "), strings.Join(formats, " --format "))
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
	if len(partners) == 0 {
		fmt.Fprintf(a.stdout, "Every statement of %s is locked already: nothing to lock.\n", paid.PeriodName(days))
		return nil
	}
	var list []engine.Locked
	var refused []*engine.EarlierError
	for _, partner := range partners {
		if err := a.unaltered(paid, partner); err != nil {
			return err
		}
		locked, err := paid.Lock(partner, days, f.opening && !(f.all && paid.HasLocked(partner)))
		if earlier := (*engine.EarlierError)(nil); errors.As(err, &earlier) {
			refused = append(refused, earlier)
			continue
		}
		if err != nil {
			return a.lockedAlready(err)
		}
		list = append(list, locked...)
	}
	if len(refused) > 0 {
		return outOfOrder(paid, refused, f.all)
	}
	if err := engine.WriteLocked(a.dir, list); err != nil {
		return broke(err)
	}
	return broke(a.sayLocked(list, paid.HasHistory()))
}

// shownAs is how to ask for a statement that was locked.
func shownAs(f bookFlags, args []string) []string {
	if f.all {
		return []string{"PARTNER", args[0]}
	}
	return args
}

// lockedAlready makes nothing of it that there is nothing to lock any more, as long
// as nothing has changed since.
func (a *app) lockedAlready(err error) error {
	already := (*engine.LockedError)(nil)
	if !errors.As(err, &already) {
		return err
	}
	if already.Corrections == 0 {
		fmt.Fprintf(a.stdout, "%s: nothing to lock.\n", already)
		return nil
	}
	lines, them := "1 line of it is", "it goes"
	if already.Corrections > 1 {
		lines, them = fmt.Sprintf("%d lines of it are", already.Corrections), "they go"
	}
	fmt.Fprintf(a.stderr, "entente: %s, and what is locked does not change.\n%s to be corrected by now; %s into the statement of %s:\n  entente statement %s --reconcile\n", already, lines, them, already.Open, already.Partner)
	return exitError(exitFindings)
}

// outOfOrder says which periods are to be locked first, each with its command.
func outOfOrder(paid engine.Accounted, refused []*engine.EarlierError, isAll bool) error {
	v := render.LockOrder{Period: refused[0].Period, IsFirst: true}
	if !isAll {
		v.Partner = refused[0].Partner
	}
	for _, e := range refused {
		v.IsFirst = v.IsFirst && e.IsFirst
		for _, s := range e.Earlier {
			v.Add(paid.PeriodName(s.Period), s)
		}
	}
	return errors.New(v.Words())
}

func toLock(paid engine.Accounted, f bookFlags, args []string) (partners []string, days quantity.Range, err error) {
	if f.all {
		if days, err = paid.PayoutPeriod(args[0]); err != nil {
			return nil, days, err
		}
		if partners = paid.Lockable(days); len(partners) == 0 && !paid.AllLocked(days) {
			return nil, days, fmt.Errorf("nobody earned anything in %s, so there is nothing to lock", args[0])
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

func (a *app) sayLocked(list []engine.Locked, isInGit bool) error {
	view := make([]render.LockedFile, len(list))
	for i, l := range list {
		view[i] = render.LockedFile{Name: l.Name, Path: l.Path, Statement: l.Statement, Unkept: l.Unkept}
	}
	return render.Locked(a.stdout, view, isInGit, a.look(false))
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

// reconcileStatements compares what a partner, or all for none, is due with what is
// locked.
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
	partner := ""
	if len(args) > 0 {
		if partner, err = partnerOf(paid, args[0]); err != nil {
			return err
		}
	}
	if err := a.unrated(paid, partner, quantity.Range{}); err != nil {
		return err
	}
	if partner == "" {
		return cmp.Or(a.reconcileAll(chosen, paid.Reconciliations()), a.faulted(paid))
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

func (a *app) reconcileAll(chosen []format, view render.ReconciliationsView) error {
	return a.emit(chosen, func(w io.Writer, name string) error {
		switch name {
		case "json":
			return render.ReconciliationsJSON(w, view)
		case "csv":
			return render.ReconciliationCSV(w, view.Partners...)
		}
		return render.Reconciliations(w, view, a.look(false))
	})
}
