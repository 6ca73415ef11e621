// Command screenshot renders a comment as GitHub shows one, with a browser, into a
// PNG for the README.
package main

import (
	"bytes"
	"context"
	_ "embed"
	"flag"
	"fmt"
	"html/template"
	"net/http"
	"net/http/httptest"
	"os"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/renderer/html"
)

//go:embed page.html
var page string

const (
	width = 860 // of a comment on a wide screen, in CSS pixels
	scale = 1.5
	limit = time.Minute
)

func main() {
	browser := flag.String("browser", "chromium", "browser to render with")
	flag.Parse()
	if flag.NArg() != 2 {
		fmt.Fprintln(os.Stderr, "usage: screenshot COMMENT.md PICTURE.png")
		os.Exit(2)
	}
	if err := shoot(*browser, flag.Arg(0), flag.Arg(1)); err != nil {
		fmt.Fprintln(os.Stderr, "screenshot:", err)
		os.Exit(1)
	}
}

func shoot(browser, from, to string) error {
	text, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	var body bytes.Buffer
	// The comment holds HTML of its own, such as <details>; it is ours.
	if err := goldmark.New(goldmark.WithExtensions(extension.GFM), goldmark.WithRendererOptions(html.WithUnsafe())).Convert(text, &body); err != nil {
		return err
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_ = template.Must(template.New("page").Parse(page)).Execute(w, template.HTML(body.String())) // to the browser
	}))
	defer server.Close()
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(browser), chromedp.NoSandbox)
	ctx, stop := chromedp.NewExecAllocator(context.Background(), options...)
	defer stop()
	ctx, stopTab := chromedp.NewContext(ctx)
	defer stopTab()
	ctx, stopLimit := context.WithTimeout(ctx, limit)
	defer stopLimit()
	var picture []byte
	err = chromedp.Run(ctx, chromedp.EmulateViewport(width, 600, chromedp.EmulateScale(scale)), chromedp.Navigate(server.URL),
		chromedp.Screenshot("#comment", &picture, chromedp.ByQuery))
	if err != nil {
		return err
	}
	return os.WriteFile(to, picture, 0o644)
}
