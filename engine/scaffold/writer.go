package scaffold

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"

	"github.com/partnership-as-code/entente/engine/spec"
)

// writer lays partners out into files.
type writer struct {
	repo    fs.FS
	r       Request
	people  *people
	files   map[string]*target
	written []*partner
}

// target is a file with what becomes of it. Places are those of the file as it
// was.
type target struct {
	text    []byte
	splices []splice
	added   [][]byte // documents behind the last one
}

// splice is text that takes the place of [begin, end).
type splice struct {
	begin, end int
	text       []byte
}

func (t *target) result() []byte {
	out := slices.Clone(t.text)
	slices.SortFunc(t.splices, func(a, b splice) int { return b.begin - a.begin })
	for _, s := range t.splices {
		out = slices.Replace(out, s.begin, s.end, s.text...)
	}
	for _, document := range t.added {
		out = appendChunk(out, document)
	}
	return out
}

// file reads a file once; one that is not there is empty.
func (w *writer) file(name string) (*target, error) {
	if t := w.files[name]; t != nil {
		return t, nil
	}
	text, err := fs.ReadFile(w.repo, name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	w.files[name] = &target{text: text}
	return w.files[name], nil
}

// all lays out every partner that is new, or with force every one.
func (w *writer) all(partners []*partner, out *Imported) error {
	for _, p := range partners {
		if p.existing != nil && !w.r.Force {
			out.Existing++
			continue
		}
		reason, err := w.place(p)
		switch {
		case err != nil:
			return err
		case reason != "":
			out.Rejects = append(out.Rejects, Reject{p.row.line, reason, p.row.cells})
		default:
			w.written = append(w.written, p)
		}
	}
	out.Partners = len(w.written)
	return nil
}

// place puts a partner where it was, into the single file, or into a file of its
// own; the reason says why it cannot be put there.
func (w *writer) place(p *partner) (reason string, err error) {
	name := path.Join(w.r.Out, p.name+".yaml")
	switch {
	case p.existing != nil:
		name = p.existing.Source.Path
	case w.r.Single != "":
		name = path.Clean(w.r.Single)
	default:
		if _, err := fs.Stat(w.repo, name); !errors.Is(err, fs.ErrNotExist) {
			return name + " is there already and holds something else", nil
		}
	}
	t, err := w.file(name)
	if err != nil {
		return "", err
	}
	p.managerID, p.contactID = w.people.id(p.manager, ""), w.people.id(p.contact, p.name)
	document := p.document(w.r.Program)
	if p.existing == nil {
		t.added = append(t.added, document)
		return "", nil
	}
	begin, end := chunkAt(t.text, int(p.existing.At.Start))
	if startsDocument(t.text[begin:end]) {
		document = append([]byte("---\n"), document...)
	}
	t.splices = append(t.splices, splice{begin, end, document})
	return "", nil
}

// organization adds the people that partners name.
func (w *writer) organization(doc *spec.Document, out *Imported) error {
	t, err := w.file(doc.Source.Path)
	if err != nil {
		return err
	}
	begin, end := chunkAt(t.text, int(doc.At.Start))
	chunk, ok := addPeople(t.text[begin:end], w.people.added)
	if !ok {
		items := []string{"people:"}
		for _, n := range w.people.added {
			items = append(items, "  - "+n.item())
		}
		return &Refusal{Why: fmt.Sprintf("Nothing was written: the people of %s cannot be added to as they stand there. These are missing:", doc.Source.Path),
			Items: items, Fix: "Add them and import again."}
	}
	t.splices = append(t.splices, splice{begin, end, chunk})
	for _, n := range w.people.added {
		out.People = append(out.People, n.id)
	}
	return nil
}

// result gives the files. The Organization comes first: a person whom nobody
// names yet is no fault, a name that nobody has is.
func (w *writer) result(organization string) []File {
	names := slices.DeleteFunc(slices.Sorted(maps.Keys(w.files)), func(name string) bool { return name == organization })
	var out []File
	for _, name := range append([]string{organization}, names...) {
		if text := w.files[name].result(); !bytes.Equal(text, w.files[name].text) || name != organization {
			out = append(out, File{name, text})
		}
	}
	return out
}
