package main

import (
	"bytes"
	"embed"
	"fmt"
	"os"
	"path/filepath"
	"text/template"
)

//go:embed templates/*.tmpl
var texts embed.FS

var templates = template.Must(template.ParseFS(texts, "templates/*.tmpl"))

// leastFiles is enough for the shared documents and a few partners.
const leastFiles = 100

// family is the documents of one partner. Each refers to those before it alone,
// so that the last partner may lack some.
var family = []struct{ template, folder string }{
	{"partner", "partners"}, {"assessment", "assessments"}, {"decision", "decisions"}, {"agreement", "agreements"},
	{"goal", "goals"}, {"campaign", "campaigns"}, {"review", "reviews"}, {"review", "reviews"},
}

// namedKPIs are those to which goals and scorecards refer.
var namedKPIs = []struct{ name, template string }{
	{"won-revenue", "kpi-sum"}, {"win-rate", "kpi-ratio"}, {"big-deals", "kpi-count"}, {"lead-to-close", "kpi-builtin"},
	{"average-deal-size", "kpi-builtin"}, {"sourced-deals", "kpi-builtin"}, {"lead-acceptance", "kpi-builtin"},
}

// size is what a corpus comes to.
type size struct{ files, lines, bytes int }

// corpus writes the files of one repository.
type corpus struct {
	dir   string
	scene *scene
	size  size
	err   error // the first one; nothing is written after it
}

// generate writes a repository without any fault: n documents, each in a file of
// its own. The same n gives the same bytes.
func generate(dir string, n int) (size, error) {
	c := &corpus{dir: dir, scene: newScene(n)}
	c.shared(n)
	for i := 0; c.size.files < n-1; i++ {
		c.scene.turn(i)
		for serial := 0; serial < len(family) && c.size.files < n-1; serial++ {
			c.scene.Serial = serial
			c.document(fmt.Sprintf("%s/%s-%d.yaml", family[serial].folder, c.scene.Partner, serial), family[serial].template)
		}
	}
	c.document("organization.yaml", "organization") // last: it names everybody
	c.write("data/deals.csv", "Deal ID,Partner,Customer,Stage,Amount,Discount,Kind,Created,Closed,Origin\n")
	c.write("data/leads.csv", "id,partner,submitted,status,decided,deal\n")
	return c.size, c.err
}

// shared writes what the documents of partners refer to.
func (c *corpus) shared(n int) {
	for _, name := range []string{"source-deals", "source-leads", "rights", "policy"} {
		c.document(name+".yaml", name)
	}
	for _, k := range namedKPIs {
		c.kpi(k.name, k.template)
	}
	for i := range n / 200 {
		c.kpi(fmt.Sprintf("win-rate-%d", i), "kpi-ratio")
	}
	for i := range c.scene.programs {
		c.scene.program(i)
		c.document("plans/"+c.scene.Plan+".yaml", "plan")
		c.document("scorecards/"+c.scene.Scorecard+".yaml", "scorecard")
		c.document("programs/"+c.scene.Program+".yaml", "program")
	}
}

func (c *corpus) kpi(name, template string) {
	c.scene.KPI = name
	c.document("kpis/"+name+".yaml", template)
}

// document fills a template into a file.
func (c *corpus) document(name, template string) {
	var b bytes.Buffer
	if err := templates.ExecuteTemplate(&b, template+".tmpl", c.scene); err != nil && c.err == nil {
		c.err = err
	}
	c.size.files++
	c.size.lines += bytes.Count(b.Bytes(), []byte("\n"))
	c.size.bytes += b.Len()
	c.write(name, b.String())
}

func (c *corpus) write(name, text string) {
	if c.err != nil {
		return
	}
	path := filepath.Join(c.dir, filepath.FromSlash(name))
	if c.err = os.MkdirAll(filepath.Dir(path), 0o755); c.err == nil {
		c.err = os.WriteFile(path, []byte(text), 0o644)
	}
}
