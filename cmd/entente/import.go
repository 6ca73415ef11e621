package main

import (
	"cmp"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/partnership-as-code/entente/engine/git"
	"github.com/partnership-as-code/entente/engine/scaffold"
)

// importFlags are the flags of import that are no part of the request.
type importFlags struct {
	maps            []string
	rejects         string
	isDry, isStrict bool
}

func (a *app) importer() *cobra.Command {
	var r scaffold.Request
	var f importFlags
	cmd := &cobra.Command{
		Use:   "import FILE.csv",
		Short: "Turn a CSV export of partners into documents",
		Long: `Makes a Partner document of each row of a CSV file: an export of a CRM or a
partner portal, or a roster. Managers and main contacts become people of the
Organization. Partners that are there already stay as they are. Rows that cannot
be taken go to a file of their own with the reason, and e-mail addresses are not
stored.

Without --map and --preset the columns are guessed by the header, and the guess
is shown. Fields: name, legalName, title, lifecycle, manager, mainContact,
territory, segment, region, since, label.NAME, key.SYSTEM.`,
		Example: `  entente import partners.csv --program resellers --dry-run
  entente import export.csv --program resellers --preset hubspot
  entente import team.csv --program resellers --map name=sales_agent --map manager=manager --map label.office=regional_office`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			err := f.complete(&r, args[0])
			if err != nil {
				return err
			}
			if r.Text, err = readExport(args[0]); err != nil {
				return a.noExport(err, args[0], r.Program)
			}
			imported, err := a.importRows(cmd, r)
			if err != nil {
				return err
			}
			return a.finishImport(imported, r, f)
		},
	}
	flags := cmd.Flags()
	flags.StringArrayVar(&f.maps, "map", nil, "FIELD=COLUMN: which column fills a field; may be repeated")
	flags.StringVar(&r.Preset, "preset", "", "columns of a known export: "+strings.Join(scaffold.PresetNames(), ", "))
	flags.StringVar(&r.Program, "program", "", "program that the partners join; needed")
	flags.StringVar(&r.Lifecycle, "lifecycle", "prospect", "lifecycle of partners whose row has none")
	flags.StringVar(&r.System, "system", "", "system whose keys the partners get; the preset's name or crm when left out")
	flags.StringVar(&r.Out, "out", "partners", "folder for the documents, a file each")
	flags.StringVar(&r.Single, "single", "", "one file for all documents instead")
	flags.BoolVar(&r.Force, "force", false, "write partners anew that are there already")
	flags.StringVar(&f.rejects, "rejects", "", "file for rows that cannot be taken; beside FILE.csv when left out")
	flags.BoolVar(&f.isDry, "dry-run", false, "print what would be written, write nothing")
	flags.BoolVar(&f.isStrict, "strict", false, "exit with 1 when rows are rejected")
	cmd.MarkFlagsMutuallyExclusive("out", "single")
	return cmd
}

// complete reads the flags into the request.
func (f *importFlags) complete(r *scaffold.Request, file string) error {
	for _, text := range f.maps {
		m, err := scaffold.ParseMapping(text)
		if err != nil {
			return fmt.Errorf("--map: %w", err)
		}
		r.Columns = append(r.Columns, m)
	}
	if f.rejects == "" {
		f.rejects = strings.TrimSuffix(file, filepath.Ext(file)) + ".rejects.csv"
	}
	if filepath.Clean(f.rejects) == filepath.Clean(file) {
		return errors.New("--rejects names the file that is imported: name another one")
	}
	r.Name, r.Out, r.Single = filepath.Base(file), filepath.ToSlash(r.Out), filepath.ToSlash(r.Single)
	return nil
}

func (a *app) importRows(cmd *cobra.Command, r scaffold.Request) (*scaffold.Imported, error) {
	repo, err := git.Dir(a.dir)
	if err != nil {
		return nil, broke(err)
	}
	defer repo.Close()
	imported, err := scaffold.Import(cmd.Context(), repo, r)
	return imported, a.refused(err)
}

// finishImport writes what was imported, or shows it, and says what was done.
func (a *app) finishImport(i *scaffold.Imported, r scaffold.Request, f importFlags) error {
	if i.IsGuessed {
		fmt.Fprintf(a.stdout, "Columns, guessed by the header: %s. Others: --map FIELD=COLUMN.\n", join(i.Mapped))
	}
	if len(i.Missing) > 0 {
		fmt.Fprintf(a.stdout, "Not in %s and left empty, which is fine: %s. To fill one from another column: --map FIELD=COLUMN.\n", r.Name, optional(i.Missing))
	}
	if r.Preset != "" && i.IsKeyName {
		fmt.Fprintf(a.stdout, "No column of %s is known to hold ids, so a partner's name is its key. To use one: --map key.%s=COLUMN.\n", r.Name, cmp.Or(r.System, r.Preset))
	}
	if f.isDry {
		a.showImport(i)
	} else if err := a.writeImport(i, f.rejects); err != nil {
		return broke(err)
	}
	if err := a.sumUp(i, r, f); err != nil {
		return broke(err)
	}
	if f.isStrict && len(i.Rejects) > 0 {
		return exitError(exitFindings)
	}
	return nil
}

func (a *app) writeImport(i *scaffold.Imported, rejects string) error {
	if err := scaffold.Write(a.dir, i.Files); err != nil {
		return err
	}
	text, err := i.RejectFile()
	if err != nil || text == nil {
		return err
	}
	return writeFile(rejects, text)
}

// showImport prints files as they would be.
func (a *app) showImport(i *scaffold.Imported) {
	for _, f := range i.Files {
		fmt.Fprintf(a.stdout, "\n# %s\n%s", f.Path, f.Text)
	}
	if len(i.Files) > 0 {
		fmt.Fprintln(a.stdout)
	}
	for _, r := range i.Rejects {
		fmt.Fprintf(a.stdout, "Line %d is rejected: %s.\n", r.Line, r.Reason)
	}
}

func (a *app) sumUp(i *scaffold.Imported, r scaffold.Request, f importFlags) error {
	verb, see := "written", " (see "+f.rejects+")"
	if f.isDry {
		verb, see = "would be written", ""
	}
	if len(i.Rejects) == 0 {
		see = ""
	}
	place := r.Single
	if place == "" {
		place = strings.TrimSuffix(r.Out, "/") + "/"
	}
	there := "already there"
	if i.Existing > 0 {
		there += " and left as they are"
	}
	added := ""
	if len(i.People) > 0 {
		added = " to " + i.OrganizationFile
	}
	fmt.Fprintf(a.stdout, "%s %s to %s, %d %s, %s rejected%s, %s added%s.\n", count(i.Partners, "partner", "partners"), verb, place,
		i.Existing, there, count(len(i.Rejects), "row", "rows"), see, count(len(i.People), "person", "people"), added)
	next := "Next: entente validate" + optionC(a.dir)
	switch {
	case f.isDry:
		next = "Next: the same without --dry-run"
	case len(i.Rejects) > 0:
		next += "\nMend the rows in " + f.rejects + " and import it like this file."
	}
	_, err := fmt.Fprintln(a.stdout, next)
	return err
}

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// optional names fields with the header that a preset knows for each.
func optional(mappings []scaffold.Mapping) string {
	var out []string
	for _, m := range mappings {
		out = append(out, fmt.Sprintf("%s (%s)", m.Field, m.Column))
	}
	return strings.Join(out, ", ")
}

func join(mappings []scaffold.Mapping) string {
	var out []string
	for _, m := range mappings {
		out = append(out, m.String())
	}
	return strings.Join(out, ", ")
}
