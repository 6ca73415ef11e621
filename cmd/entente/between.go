package main

import (
	"github.com/spf13/pflag"

	"github.com/partnership-as-code/entente/engine"
)

// betweenFlags say which two revisions are compared, and on which day.
type betweenFlags struct {
	what engine.Between
	when whenFlags
}

func (f *betweenFlags) register(flags *pflag.FlagSet) {
	flags.StringVar(&f.what.Base, "base", "", "revision or folder to compare with; the main branch when left out")
	flags.StringVar(&f.what.Head, "head", "", "revision or folder that is proposed; the working folder when left out")
	flags.StringVar(&f.what.Facts, "facts", "", "second folder for fact files kept out of git")
}

func (f *betweenFlags) read(a *app) (engine.Between, engine.When, error) {
	at, err := f.when.when(a)
	out := f.what
	out.Dir, out.ToolVersion = a.dir, version
	return out, at, err
}
