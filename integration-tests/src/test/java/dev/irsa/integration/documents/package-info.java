/** Checks the documents: links, paths, snippets, commands and pictures. */
package dev.irsa.integration.documents;
