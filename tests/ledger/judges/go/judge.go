// Judges checkpoints, inclusion and consistency proofs with golang.org/x/mod/sumdb. One case a line on standard input, as JSON; one answer a
// line. Debian's packages golang-go and golang-golang-x-mod-dev: GO111MODULE=off GOPATH=/usr/share/gocode go build judge.go
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type judged struct {
	Key         string // verifier key
	Checkpoint  string // signed note
	Entry       string // with Index and Proof: it stands in the checkpoint's tree
	Index       int64
	Proof       []string
	Older       string // signed note: with Consistency, the checkpoint's tree grew out of it
	Consistency []string
}

func hashes(texts []string) ([]tlog.Hash, error) {
	var out []tlog.Hash
	for _, text := range texts {
		hash, err := tlog.ParseHash(text)
		if err != nil {
			return nil, err
		}
		out = append(out, hash)
	}
	return out, nil
}

// Size and root of a checkpoint that the key signed.
func open(text, key string) (int64, tlog.Hash, error) {
	verifier, err := note.NewVerifier(key)
	if err != nil {
		return 0, tlog.Hash{}, err
	}
	signed, err := note.Open([]byte(text), note.VerifierList(verifier))
	if err != nil {
		return 0, tlog.Hash{}, err
	}
	lines := strings.Split(signed.Text, "\n")
	if len(lines) < 4 || lines[0] != verifier.Name() {
		return 0, tlog.Hash{}, errors.New("not a checkpoint of this log")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return 0, tlog.Hash{}, err
	}
	root, err := tlog.ParseHash(lines[2])
	return size, root, err
}

func judge(line []byte) error {
	var c judged
	if err := json.Unmarshal(line, &c); err != nil {
		return err
	}
	size, root, err := open(c.Checkpoint, c.Key)
	if err != nil {
		return err
	}
	if c.Entry != "" {
		proof, err := hashes(c.Proof)
		if err != nil {
			return err
		}
		if err := tlog.CheckRecord(proof, size, root, c.Index, tlog.RecordHash([]byte(c.Entry))); err != nil {
			return err
		}
	}
	if c.Older != "" {
		oldSize, oldRoot, err := open(c.Older, c.Key)
		if err != nil {
			return err
		}
		proof, err := hashes(c.Consistency)
		if err != nil {
			return err
		}
		return tlog.CheckTree(proof, size, root, oldSize, oldRoot)
	}
	return nil
}

func main() {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		if err := judge(lines.Bytes()); err != nil {
			fmt.Println("reject:", strings.ReplaceAll(err.Error(), "\n", " "))
		} else {
			fmt.Println("accept")
		}
	}
}
