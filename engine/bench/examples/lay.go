package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// lay brings base/ and change/ of one example to exactly these files. A file
// that is right already is not touched; a README and what is expected of a plan
// lie beside the two folders and are none of its business.
func lay(dir string, files map[string]string) error {
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if old, err := os.ReadFile(path); err == nil && string(old) == text {
			continue
		}
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			return err
		}
	}
	return errors.Join(sweep(dir, "base", files), sweep(dir, "change", files))
}

// sweep removes what an earlier version of the generator wrote below a folder,
// and the folders that are empty then.
func sweep(dir, part string, files map[string]string) error {
	var folders []string
	err := filepath.WalkDir(filepath.Join(dir, part), func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			folders = append(folders, path)
			return nil
		}
		name, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		if _, wanted := files[filepath.ToSlash(name)]; wanted {
			return nil
		}
		return os.Remove(path)
	})
	for i := len(folders) - 1; i >= 0 && err == nil; i-- { // children come after their parents
		var left []os.DirEntry
		if left, err = os.ReadDir(folders[i]); err == nil && len(left) == 0 {
			err = os.Remove(folders[i])
		}
	}
	return err
}
