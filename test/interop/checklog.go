// Checklog judges a log by other people's code: Go's own packages for notes and tiled trees, of which this program is a thin caller.
//
//	checklog check DIR PROOFS VKEY...
//
// reads the static files of a log (checkpoint, tile/<L>/<N>, tile/entries/<N>) and the proofs made for it (inclusion/*, consistency/*),
// and fails at the first that is wrong. The first VKEY is the log's, others are those of cosigners who must have signed.
//
//	checklog write DIR SIZE
//
// writes such a log by Go's code alone, for our code to judge.
package main

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// Height of tiles: 256 hashes.
const height = 8

func main() {
	if len(os.Args) >= 5 && os.Args[1] == "check" {
		check(os.Args[2], os.Args[3], os.Args[4:])
		return
	}
	if len(os.Args) == 4 && os.Args[1] == "write" {
		write(os.Args[2], number("the size", os.Args[3]))
		return
	}
	fail("the command line", "checklog check DIR PROOFS VKEY... or checklog write DIR SIZE")
}

func check(dir, proofs string, vkeys []string) {
	tree, checkpoint := openCheckpoint("checkpoint", readFile(filepath.Join(dir, "checkpoint")), vkeys)
	fromTiles := tlog.TileHashReader(tree, &tileDir{dir})
	root, err := tlog.TreeHash(tree.N, fromTiles)
	must("the tiles", err)
	if root != tree.Hash {
		fail("the tiles", "their root %v is not the signed %v", root, tree.Hash)
	}
	fromEntries := checkEntries(dir, tree, fromTiles)
	tiles := checkFiles(dir, tree.N, fromEntries)
	inclusions := checkInclusions(filepath.Join(proofs, "inclusion"), tree, checkpoint, fromEntries)
	consistencies := checkConsistencies(filepath.Join(proofs, "consistency"), tree, checkpoint, fromEntries)
	fmt.Printf("ok: size %d, root %v, %d tiles, %d inclusion proofs, %d consistency proofs\n", tree.N, tree.Hash, tiles, inclusions, consistencies)
}

// openCheckpoint returns the tree that the note signs, once all the keys have signed it.
func openCheckpoint(name string, message []byte, vkeys []string) (tlog.Tree, []byte) {
	var verifiers []note.Verifier
	for _, vkey := range vkeys {
		verifiers = append(verifiers, verifier(vkey))
	}
	opened, err := note.Open(message, note.VerifierList(verifiers...))
	must(name, err)
	if len(opened.Sigs) != len(verifiers) {
		fail(name, "%d of %d keys signed", len(opened.Sigs), len(verifiers))
	}
	origin, rest, _ := strings.Cut(opened.Text, "\n")
	if origin != verifiers[0].Name() {
		fail(name, "of %q, and not of %q", origin, verifiers[0].Name())
	}
	// Go's checksum database has its own origin in the same format.
	tree, err := tlog.ParseTree([]byte("go.sum database tree\n" + rest))
	must(name, err)
	return tree, message
}

// checkEntries hashes every entry, compares it with its leaf in the authenticated tiles, and returns the tree made of them.
func checkEntries(dir string, tree tlog.Tree, fromTiles tlog.HashReader) tlog.HashReader {
	var stored storage
	for first := int64(0); first < tree.N; first += 1 << height {
		width := tree.N - first
		if width > 1<<height {
			width = 1 << height
		}
		path := ownPath(tlog.Tile{H: height, L: -1, N: first >> height, W: int(width)})
		var indexes []int64
		for i := int64(0); i < width; i++ {
			indexes = append(indexes, tlog.StoredHashIndex(0, first+i))
		}
		leaves, err := fromTiles.ReadHashes(indexes)
		must("the tiles", err)
		rest := readFile(filepath.Join(dir, path))
		for i := int64(0); i < width; i++ {
			if len(rest) < 2 || len(rest) < 2+int(binary.BigEndian.Uint16(rest)) {
				fail(path, "it ends within entry %d", first+i)
			}
			entry := rest[2 : 2+int(binary.BigEndian.Uint16(rest))]
			rest = rest[2+len(entry):]
			if tlog.RecordHash(entry) != leaves[i] {
				fail(path, "entry %d does not have its leaf hash", first+i)
			}
			hashes, err := tlog.StoredHashes(first+i, entry, &stored)
			must(path, err)
			stored = append(stored, hashes...)
		}
		if len(rest) > 0 {
			fail(path, "it goes on after its entries")
		}
	}
	root, err := tlog.TreeHash(tree.N, &stored)
	must("the entries", err)
	if root != tree.Hash {
		fail("the entries", "their root %v is not the signed %v", root, tree.Hash)
	}
	return &stored
}

// checkFiles compares every tile with the one that Go makes, and finds missing and surplus files.
func checkFiles(dir string, size int64, tree tlog.HashReader) int {
	expected := map[string]bool{"checkpoint": true}
	count := 0
	for _, tile := range tilesOf(size) {
		path := ownPath(tile)
		data, err := tlog.ReadTileData(tile, tree)
		must(path, err)
		if !bytes.Equal(data, readFile(filepath.Join(dir, path))) {
			fail(path, "it does not hold what it should")
		}
		expected[path] = true
		count++
		if tile.L == 0 {
			tile.L = -1
			expected[ownPath(tile)] = true
		}
	}
	must(dir, filepath.WalkDir(dir, func(path string, item fs.DirEntry, err error) error {
		must(path, err)
		name, err := filepath.Rel(dir, path)
		must(path, err)
		if !item.IsDir() && !expected[filepath.ToSlash(name)] {
			fail(name, "a tree of %d has no such file", size)
		}
		return nil
	}))
	return count
}

// checkInclusions checks receipts (c2sp.org/tlog-proof) of entries in the tree.
func checkInclusions(dir string, tree tlog.Tree, checkpoint []byte, stored tlog.HashReader) int {
	files := list(dir)
	for _, path := range files {
		head, signed, _ := bytes.Cut(readFile(path), []byte("\n\n"))
		lines := strings.Split(string(head), "\n")
		if len(lines) < 2 || lines[0] != "c2sp.org/tlog-proof@v1" || !bytes.Equal(signed, checkpoint) {
			fail(path, "its header or its checkpoint is not what it should be")
		}
		index := number(path, strings.TrimPrefix(lines[1], "index "))
		leaf, err := stored.ReadHashes([]int64{tlog.StoredHashIndex(0, index)})
		must(path, err)
		must(path, tlog.CheckRecord(hashes(path, lines[2:]), tree.N, tree.Hash, index, leaf[0]))
	}
	return len(files)
}

// checkConsistencies checks requests to a witness (c2sp.org/tlog-witness), from older sizes of the tree.
func checkConsistencies(dir string, tree tlog.Tree, checkpoint []byte, stored tlog.HashReader) int {
	files := list(dir)
	for _, path := range files {
		head, signed, _ := bytes.Cut(readFile(path), []byte("\n\n"))
		lines := strings.Split(string(head), "\n")
		if !strings.HasPrefix(lines[0], "old ") || !bytes.Equal(signed, checkpoint) {
			fail(path, "its first line or its checkpoint is not what it should be")
		}
		old := number(path, strings.TrimPrefix(lines[0], "old "))
		oldHash, err := tlog.TreeHash(old, stored)
		must(path, err)
		must(path, tlog.CheckTree(hashes(path, lines[1:]), tree.N, tree.Hash, old, oldHash))
	}
	return len(files)
}

// write makes the static files of a log of size entries, signed by the key in the documentation of Go's note package.
func write(dir string, size int64) {
	var stored storage
	bundles := map[int64][]byte{}
	for i := int64(0); i < size; i++ {
		entry := []byte(fmt.Sprintf("entry %d", i))
		bundle := binary.BigEndian.AppendUint16(bundles[i>>height], uint16(len(entry)))
		bundles[i>>height] = append(bundle, entry...)
		hashes, err := tlog.StoredHashes(i, entry, &stored)
		must("the entries", err)
		stored = append(stored, hashes...)
	}
	for _, tile := range tilesOf(size) {
		data, err := tlog.ReadTileData(tile, &stored)
		must(ownPath(tile), err)
		writeFile(filepath.Join(dir, ownPath(tile)), data)
		if tile.L == 0 {
			tile.L = -1
			writeFile(filepath.Join(dir, ownPath(tile)), bundles[tile.N])
		}
	}
	root, err := tlog.TreeHash(size, &stored)
	must("the tree", err)
	signer, err := note.NewSigner("PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz")
	must("the key", err)
	signed, err := note.Sign(&note.Note{Text: fmt.Sprintf("PeterNeumann\n%d\n%v\n", size, root)}, signer)
	must("checkpoint", err)
	writeFile(filepath.Join(dir, "checkpoint"), signed)
}

// tilesOf lists the tiles of a tree: Go's list also names each narrower version of the partial ones.
func tilesOf(size int64) []tlog.Tile {
	var tiles []tlog.Tile
	for _, tile := range tlog.NewTiles(height, 0, size) {
		if last := len(tiles) - 1; last >= 0 && tiles[last].L == tile.L && tiles[last].N == tile.N {
			tiles[last] = tile
		} else {
			tiles = append(tiles, tile)
		}
	}
	return tiles
}

// ownPath is a tile's path in c2sp.org/tlog-tiles: the height is left out, and entries are not called data.
func ownPath(tile tlog.Tile) string {
	path := strings.TrimPrefix(tile.Path(), fmt.Sprintf("tile/%d/", height))
	if rest := strings.TrimPrefix(path, "data/"); rest != path {
		path = "entries/" + rest
	}
	return "tile/" + path
}

// tileDir reads tiles from static files.
type tileDir struct{ dir string }

func (d *tileDir) Height() int { return height }

func (d *tileDir) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var data [][]byte
	for _, tile := range tiles {
		bytes, err := os.ReadFile(filepath.Join(d.dir, ownPath(tile)))
		if err != nil {
			return nil, err
		}
		if len(bytes) != tile.W*tlog.HashSize {
			return nil, fmt.Errorf("%s has %d bytes", ownPath(tile), len(bytes))
		}
		data = append(data, bytes)
	}
	return data, nil
}

func (d *tileDir) SaveTiles([]tlog.Tile, [][]byte) {}

// storage is a tree in memory, in the order in which Go stores hashes.
type storage []tlog.Hash

func (s *storage) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	var found []tlog.Hash
	for _, index := range indexes {
		if index >= int64(len(*s)) {
			return nil, fmt.Errorf("hash %d is not stored", index)
		}
		found = append(found, (*s)[index])
	}
	return found, nil
}

// verifier reads a key of type 1 by Go's package, and of type 4 (cosignatures) by the text of c2sp.org/tlog-cosignature.
func verifier(vkey string) note.Verifier {
	parts := strings.SplitN(vkey, "+", 3)
	if len(parts) == 3 {
		if key, err := base64.StdEncoding.DecodeString(parts[2]); err == nil && len(key) == 1+ed25519.PublicKeySize && key[0] == 4 {
			sum := sha256.Sum256(append([]byte(parts[0]+"\n"), key...))
			return &cosigner{parts[0], binary.BigEndian.Uint32(sum[:]), key[1:]}
		}
	}
	known, err := note.NewVerifier(vkey)
	must(vkey, err)
	return known
}

type cosigner struct {
	name string
	id   uint32
	key  ed25519.PublicKey
}

func (c *cosigner) Name() string    { return c.name }
func (c *cosigner) KeyHash() uint32 { return c.id }

func (c *cosigner) Verify(text, signature []byte) bool {
	if len(signature) != 8+ed25519.SignatureSize {
		return false
	}
	message := fmt.Sprintf("cosignature/v1\ntime %d\n%s", binary.BigEndian.Uint64(signature), text)
	return ed25519.Verify(c.key, []byte(message), signature[8:])
}

func hashes(name string, lines []string) []tlog.Hash {
	var found []tlog.Hash
	for _, line := range lines {
		hash, err := tlog.ParseHash(line)
		must(name, err)
		found = append(found, hash)
	}
	return found
}

func number(name, text string) int64 {
	value, err := strconv.ParseInt(text, 10, 64)
	must(name, err)
	return value
}

func list(dir string) []string {
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	must(dir, err)
	return files
}

func readFile(path string) []byte {
	data, err := os.ReadFile(path)
	must(path, err)
	return data
}

func writeFile(path string, data []byte) {
	must(path, os.MkdirAll(filepath.Dir(path), 0o755))
	must(path, os.WriteFile(path, data, 0o644))
}

func must(name string, err error) {
	if err != nil {
		fail(name, "%v", err)
	}
}

func fail(name, format string, args ...any) {
	fmt.Fprintf(os.Stderr, "checklog: %s: %s\n", name, fmt.Sprintf(format, args...))
	os.Exit(1)
}
