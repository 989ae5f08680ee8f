package dev.irsa.doctor.internal.pod;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileTreeTest {

  @TempDir private Path root;

  private FileTree tree;

  @BeforeEach
  void makeTree() throws IOException {
    tree = new FileTree(root);
    Files.createDirectories(root.resolve("data/2026"));
    Files.writeString(root.resolve("data/2026/token"), "t");
  }

  @Test
  void absoluteLinksStayBelowTheRoot() throws IOException {
    Files.createSymbolicLink(root.resolve("link"), Path.of("/data/2026"));

    ResolvedPath resolved = tree.follow("/link/token");

    assertEquals(ResolvedPath.End.FILE, resolved.end());
    assertEquals(root.resolve("data/2026/token"), resolved.place());
    assertEquals(List.of(new ResolvedPath.Link("/link", "/data/2026")), resolved.links());
  }

  @Test
  void parentsDoNotLeadAboveTheRoot() {
    assertEquals(
        root.resolve("data/2026/token"), tree.follow("/../../data/../data/2026/token").place());
  }

  @Test
  void relativeLinksStartAtTheirOwnDirectory() throws IOException {
    Files.createSymbolicLink(root.resolve("data/..data"), Path.of("2026"));
    Files.createSymbolicLink(root.resolve("data/token"), Path.of("..data/token"));

    ResolvedPath resolved = tree.follow("/data/token");

    assertTrue(resolved.isFile());
    assertTrue(resolved.leadsThroughKubeletsLink());
    assertTrue(resolved.endsInLinks());
  }

  @Test
  void aLoopEnds() throws IOException {
    Files.createSymbolicLink(root.resolve("a"), Path.of("b"));
    Files.createSymbolicLink(root.resolve("b"), Path.of("a"));

    assertEquals(ResolvedPath.End.LOOP, tree.follow("/a").end());
  }

  @Test
  void whatIsThereIsTold() throws IOException {
    Files.createSymbolicLink(root.resolve("dangling"), Path.of("nowhere"));

    assertEquals(ResolvedPath.End.MISSING, tree.follow("/nowhere").end());
    assertEquals(ResolvedPath.End.MISSING, tree.follow("/dangling").end());
    assertEquals(ResolvedPath.End.DIRECTORY, tree.follow("/data").end());
    assertEquals(ResolvedPath.End.MISSING, tree.follow("a\0b").end());
    assertFalse(tree.isWhole());
  }

  @Test
  void aFileIsReadableByOwnerGroupOrOthers() {
    ProcessIds process = new ProcessIds(1000, 2000, Set.of(3000));

    assertTrue(new FileAccess(0400, 1000, 1).isReadableBy(process));
    assertFalse(new FileAccess(0044, 1000, 2000).isReadableBy(process));
    assertTrue(new FileAccess(0040, 1, 2000).isReadableBy(process));
    assertTrue(new FileAccess(0040, 1, 3000).isReadableBy(process));
    assertFalse(new FileAccess(0404, 1, 3000).isReadableBy(process));
    assertTrue(new FileAccess(0004, 1, 1).isReadableBy(process));
    assertFalse(new FileAccess(0660, 1, 1).isReadableBy(process));
    assertTrue(new FileAccess(0000, 1, 1).isReadableBy(new ProcessIds(0, 0, Set.of())));
    assertEquals("mode 0640, uid 1, gid 2", new FileAccess(0640, 1, 2).toString());
  }

  @Test
  void idsAreTheEffectiveOnes() {
    ProcessIds ids =
        ProcessIds.parse(
            List.of(
                "Name:\tjava", "Uid:\t1\t2\t3\t4", "Gid:\t5\t6\t7\t8", "Groups:\t10 11 ".strip()));

    assertEquals(new ProcessIds(2, 6, Set.of(10, 11)), ids);
    assertNull(ProcessIds.parse(List.of("Name:\tjava")));
    assertNull(ProcessIds.of(tree));
  }

  @Test
  void theInnermostMountCounts() {
    Mounts mounts =
        Mounts.parse(
            List.of(
                "1 0 0:1 / / rw - overlay overlay rw",
                "2 1 0:2 / /run/secrets ro - tmpfs tmpfs rw",
                "3 1 8:1 /volume-subpaths/x/volume-subpaths/y /run/secrets/token\\040file ro - ext4 d rw",
                "malformed"));

    assertEquals("/run/secrets", mounts.containing("/run/secrets/eks/token").point());
    assertTrue(mounts.containing("/run/secrets/token file").isSubPath());
    assertEquals("/", mounts.containing("/run/secretsOther").point());
    assertNull(new Mounts(List.of()).containing("/run"));
  }

  @Test
  void theRootOfAnotherProcessHasItsOwnProcFiles() {
    assertEquals(Path.of("/proc/42"), new FileTree(Path.of("/proc/42/root")).procFiles());
    assertEquals(root.resolve("proc/self"), tree.procFiles());
    assertNotNull(ProcessIds.of(new FileTree(Path.of("/"))));
  }

  @Test
  void pathsBelowTheRootAreShownAsThePodSeesThem() {
    assertEquals("/data is there", tree.hideRoot(root.resolve("data") + " is there"));
    assertEquals("/a", new FileTree(Path.of("/")).hideRoot("/a"));
  }
}
