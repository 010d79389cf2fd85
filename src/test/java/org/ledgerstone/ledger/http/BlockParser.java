package org.ledgerstone.ledger.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Map;
import org.ledgerstone.hostile.Parser;
import org.ledgerstone.ledger.BlockJson;
import org.ledgerstone.ledger.LedgerParts;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.BlockFixture;
import org.ledgerstone.protocol.ChainInMemory;
import org.ledgerstone.protocol.ProofFixture;
import org.ledgerstone.protocol.RuleBook;
import org.ledgerstone.protocol.SealedBlock;
import org.ledgerstone.protocol.Transaction;
import org.ledgerstone.testing.Wire;
import org.ledgerstone.web.JsonObject;
import org.ledgerstone.web.Problem;
import org.ledgerstone.web.StrictJson;
import tools.jackson.databind.json.JsonMapper;

/**
 * Blocks as {@code POST /api/v1/blocks} reads them, judged as they came and once more with work and
 * a seal that fit, so that the rules behind those are met too.
 */
public final class BlockParser implements Parser {

  private static final int MINED_BITS_MAX = 4;

  private final ChainInMemory chain = new ChainInMemory(BlockFixture.genesis());
  private final BlockJson json = LedgerParts.blocks(new RuleBook(BlockFixture.genesis()));

  @Override
  public List<byte[]> seeds() {
    var empty = chain.next().block();
    var paying =
        chain
            .next()
            .with(BlockFixture.transfer(chain.rules(), BlockFixture.ALICE, to(), 3, 0))
            .with(BlockFixture.post(chain.rules(), "Hi\n名", "n"))
            .block();
    var later = ProofFixture.chain().blocks().getLast();
    return List.of(whole(empty), whole(paying), whole(later), bare(empty), bare(paying));
  }

  private static Address to() {
    return BlockFixture.BOB.address();
  }

  private static byte[] whole(SealedBlock block) {
    return bytes(Wire.block(block));
  }

  /** Without what repeats the other fields, so that a change of those is not seen by it. */
  private static byte[] bare(SealedBlock block) {
    var fields = Wire.block(block);
    fields.remove("hash");
    fields.remove("headerText");
    fields.put("transactions", block.transactions().stream().map(BlockParser::bare).toList());
    return bytes(fields);
  }

  private static Map<String, Object> bare(Transaction transaction) {
    var fields = Wire.transaction(transaction);
    fields.remove("id");
    fields.remove("contentText");
    return fields;
  }

  private static byte[] bytes(Map<String, Object> fields) {
    return new JsonMapper().writeValueAsString(fields).getBytes(UTF_8);
  }

  @Override
  public boolean reads(byte[] input) {
    try {
      if (!(StrictJson.read(input) instanceof JsonObject object)) {
        return false;
      }
      var block = json.read(object);
      judge(block);
      if (block.header().difficulty() <= MINED_BITS_MAX) {
        judge(
            BlockFixture.seal(
                block.header(), BlockFixture.MINER, block.data(), block.transactions()));
      }
      return true;
    } catch (Problem refused) {
      return false;
    }
  }

  private void judge(SealedBlock block) {
    var refused = chain.judge(block);
    if (refused.isPresent() && refused.get().refused().detail().isEmpty()) {
      throw new IllegalStateException("A refusal that says nothing");
    }
  }
}
