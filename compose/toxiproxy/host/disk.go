// Fills a file system to the last byte, frees it again, and empties a directory.
package main

import (
	"errors"
	"log"
	"os"
	"path/filepath"
	"syscall"
)

const filler = "kafka-chaos-filler"

// What a file system has, in bytes, and how the last write to it ended.
type space struct {
	SizeBytes uint64 `json:"sizeBytes"`
	FreeBytes uint64 `json:"freeBytes"`
	// The system's word for the error of a write, empty if there was none.
	WriteError string `json:"writeError"`
}

// fill may be called again: what has become free meanwhile is then taken as well.
func fill(arguments []string) {
	file, err := os.OpenFile(filepath.Join(arguments[0], filler), os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o666)
	if err != nil {
		log.Fatal(err)
	}
	takeAtOnce(file, arguments[0])
	block := make([]byte, 1<<20)
	for err == nil {
		_, err = file.Write(block)
		// What is too large for the space that is left is tried in smaller pieces. Not even a byte must fit in the end.
		if errors.Is(err, syscall.ENOSPC) && len(block) > 1 {
			block, err = block[:len(block)/2], nil
		}
	}
	printJSON(spaceOf(arguments[0], err))
}

// takeAtOnce spares the writing of what is known to be free. Where the file system cannot do it, it does nothing.
func takeAtOnce(file *os.File, directory string) {
	held, err := file.Stat()
	if err != nil {
		return
	}
	if left := int64(spaceOf(directory, nil).FreeBytes); left > 0 {
		syscall.Fallocate(int(file.Fd()), 0, held.Size(), left)
	}
}

func free(arguments []string) {
	if err := os.Remove(filepath.Join(arguments[0], filler)); err != nil && !errors.Is(err, os.ErrNotExist) {
		log.Fatal(err)
	}
	tellSpace(arguments)
}

// clearAll leaves the directory itself: it may be where a file system is mounted.
func clearAll(arguments []string) {
	entries, err := os.ReadDir(arguments[0])
	if err != nil {
		log.Fatal(err)
	}
	for _, entry := range entries {
		if err := os.RemoveAll(filepath.Join(arguments[0], entry.Name())); err != nil {
			log.Fatal(err)
		}
	}
	tellSpace(arguments)
}

func tellSpace(arguments []string) {
	printJSON(spaceOf(arguments[0], nil))
}

func spaceOf(directory string, writeError error) space {
	var found syscall.Statfs_t
	if err := syscall.Statfs(directory, &found); err != nil {
		log.Fatal(err)
	}
	block := uint64(found.Bsize)
	result := space{SizeBytes: found.Blocks * block, FreeBytes: found.Bavail * block}
	var number syscall.Errno
	if errors.As(writeError, &number) {
		result.WriteError = number.Error()
	} else if writeError != nil {
		result.WriteError = writeError.Error()
	}
	return result
}
