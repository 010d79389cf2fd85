package org.ledgerstone.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ledgerstone.audit.ProofJson;
import org.ledgerstone.hostile.Parser;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.ChainInMemory;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.ProofFixture;
import tools.jackson.databind.json.JsonMapper;

/** Proof files as {@code verify-proof} reads them, judged against the head they were made for. */
public final class ProofParser implements Parser {

  private final ChainInMemory chain = ProofFixture.chain();
  private final Hash head = chain.head().hash();

  @Override
  public List<byte[]> seeds() {
    int size = chain.blocks().size();
    var seeds = new ArrayList<byte[]>();
    for (int position = 0; position < 8; position++) {
      seeds.add(bytes(ProofJson.write(ProofFixture.inclusion(chain, size, position, size))));
    }
    seeds.add(bytes(ProofJson.write(ProofFixture.inclusion(chain, 5, 1, size))));
    seeds.add(bytes(ProofJson.write(ProofFixture.consistency(chain, 3, size))));
    return seeds;
  }

  private static byte[] bytes(Map<String, Object> fields) {
    return new JsonMapper().writeValueAsString(fields).getBytes(UTF_8);
  }

  @Override
  public boolean reads(byte[] input) {
    try {
      switch (ProofFile.read(new String(input, UTF_8))) {
        case ProofFile.Inclusion(var proof, var ethereum) ->
            proof.fault(head, Optional.of(BlockFixture.OPERATOR.address()));
        case ProofFile.Consistency(var proof) -> proof.fault(head);
      }
      return true;
    } catch (Failure refused) {
      return false;
    }
  }
}
