package scaffold

import (
	"errors"
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/partnership-as-code/entente/engine/git"
)

// hostFolder is what the host of a repository reads, at its root alone.
const hostFolder = ".github/"

// Begun is what Init wrote.
type Begun struct {
	Files   []File   // below the folder
	IsInGit bool     // the folder is in a git repository already
	Root    string   // of that repository, when the folder is below it; "" otherwise
	Unit    string   // the folder, from Root
	AtRoot  []File   // what the host reads, from Root
	Left    []string // of the same, what was there and stays as it is
}

// begin parts the files by where they go.
func begin(dir string, files []File) (Begun, error) {
	repo, err := git.Open(dir)
	if errors.Is(err, git.ErrNotRepository) {
		return Begun{Files: files}, nil
	}
	if err != nil {
		return Begun{}, err
	}
	defer repo.Close()
	out := Begun{Files: files, IsInGit: true}
	if repo.IsBare() || repo.Unit() == "." {
		return out, nil
	}
	out.Root, out.Unit, out.Files = repo.Root(), repo.Unit(), nil
	for _, f := range files {
		f.Text = ofUnit(f, out.Unit)
		if strings.HasPrefix(f.Path, hostFolder) {
			out.AtRoot = append(out.AtRoot, f)
		} else {
			out.Files = append(out.Files, f)
		}
	}
	return out, nil
}

// atRoot takes out what is at the root already: it may serve other folders, too.
func (b *Begun) atRoot() error {
	if b.Root == "" {
		return nil
	}
	root, err := git.Dir(b.Root)
	if err != nil {
		return err
	}
	defer root.Close()
	var blocked []string
	for _, taken := range inTheWay(root, b.AtRoot) {
		if strings.HasSuffix(taken, folderNeeded) {
			blocked = append(blocked, taken)
			continue
		}
		b.Left = append(b.Left, taken)
	}
	if len(blocked) > 0 {
		return &Refusal{Why: "Nothing was written, because this is in the way at the root of the git repository:", Items: blocked,
			Fix: "Move it away and run `entente init` again."}
	}
	b.AtRoot = slices.DeleteFunc(b.AtRoot, func(f File) bool { return slices.Contains(b.Left, f.Path) })
	return nil
}

// ofUnit lets a workflow work on a folder, and names its status.
func ofUnit(f File, unit string) []byte {
	text := string(f.Text)
	if f.Path == readmeFile || strings.HasPrefix(f.Path, hostFolder+"workflows/") {
		text = strings.ReplaceAll(text, "entente/gate", fmt.Sprintf("entente/gate (%s)", unit))
	}
	if !strings.HasPrefix(f.Path, hostFolder+"workflows/") {
		return []byte(text)
	}
	folder := strings.ReplaceAll(scalar(unit), "$", "$$")
	text = actionStep.ReplaceAllString(text, "${1}        with:\n          folder: "+folder+"\n")
	if strings.Contains(text, "run: entente ") {
		text = strings.Replace(text, "    steps:\n", "    defaults: {run: {working-directory: "+scalar(unit)+"}}\n    steps:\n", 1)
	}
	return []byte(text)
}

// actionStep finds where the action is used, with the line that begins its inputs.
var actionStep = regexp.MustCompile(`(uses: partnership-as-code/entente@[^\n]*\n)(?:        with:\n)?`)

// RelativeRoot is the repository's root as somebody who named dir reaches it.
func (b Begun) RelativeRoot(dir string) string {
	for range strings.Count(b.Unit, "/") + 1 {
		dir = filepath.Join(dir, "..")
	}
	return dir
}
