package org.ledgerstone.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ledgerstone.protocol.Checkpoint;
import org.ledgerstone.protocol.MerkleTree;
import org.ledgerstone.protocol.SignedNote;

/** The file beside the database, wherever writing it was broken off. */
class CheckpointFileTest {

  @TempDir private Path directory;

  private final CheckpointKeys keys =
      new CheckpointKeys(MerkleTree.EMPTY, "ab".repeat(32), Path.of("unused"), new Random(1));

  private Path path() {
    return directory.resolve("below/checkpoints.txt");
  }

  private SignedNote note(long size) {
    var text = new Checkpoint(keys.origin(), size, MerkleTree.EMPTY, List.of()).text();
    return keys.witness().sign(keys.log().sign(new SignedNote(text, List.of()), 0), size);
  }

  private List<SignedNote> read() {
    var found = new ArrayList<SignedNote>();
    new CheckpointFile(path()).read(found::add);
    return found;
  }

  @Test
  void holdsWhatWasAppendedAsItIs() throws Exception {
    assertThat(read()).isEmpty();
    new CheckpointFile(path()).append(note(1));
    new CheckpointFile(path()).append(note(2));
    assertThat(read()).containsExactly(note(1), note(2));
    assertThat(path()).hasContent(note(1).format() + "\n" + note(2).format() + "\n");
  }

  /** Whatever was left of the second, the first and the third are there and nothing else is. */
  @Test
  void goesOnBehindWhatWasBrokenOffAnywhere() throws Exception {
    new CheckpointFile(path()).append(note(1));
    int first = (int) Files.size(path());
    new CheckpointFile(path()).append(note(2));
    var whole = Files.readAllBytes(path());
    for (int end = first; end <= whole.length; end++) {
      var torn = Arrays.copyOf(whole, end);
      Files.write(path(), torn);
      new CheckpointFile(path()).append(note(3));
      var signed = read().stream().filter(note -> keys.all().getLast().hasSigned(note)).toList();
      // All of it but line ends counts: the next note ends it.
      boolean isWhole = end >= whole.length - 2;
      assertThat(signed)
          .as("cut at " + (end - first))
          .containsExactlyElementsOf(
              Stream.of(note(1), note(2), note(3))
                  .filter(note -> isWhole || !note.equals(note(2)))
                  .toList());
      assertThat(Arrays.copyOf(Files.readAllBytes(path()), end))
          .as("nothing is written over")
          .isEqualTo(torn);
    }
  }

  @Test
  void isNotAFolder() {
    assertThatThrownBy(() -> new CheckpointFile(directory).append(note(1)))
        .isInstanceOf(UncheckedIOException.class);
  }
}
