package org.ledgerstone.ledger;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ledgerstone.protocol.Address;
import org.ledgerstone.protocol.Hash;
import org.ledgerstone.protocol.Header;
import org.ledgerstone.protocol.Refusal;
import org.ledgerstone.protocol.SealedBlock;
import org.ledgerstone.protocol.Signature;
import org.ledgerstone.protocol.Time;
import org.ledgerstone.protocol.Transaction;
import org.ledgerstone.protocol.Transfer;
import org.ledgerstone.web.Items;
import org.ledgerstone.web.JsonObject;
import org.ledgerstone.web.Problem;
import org.ledgerstone.web.StrictJson;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** A block in JSON, as calls answer it and as it travels between nodes. */
@Component
public class BlockJson {

  private static final String TRANSACTIONS = "transactions";
  private static final String[] FIELDS = {
    "index",
    "previousHash",
    "historyRoot",
    "time",
    "miner",
    "transactionCount",
    "merkleRoot",
    "data",
    "difficulty",
    "nonce",
    "hash",
    "seal",
    "work",
    "headerText",
    TRANSACTIONS
  };

  private final TransactionJson transactions;
  private final JsonMapper mapper;

  BlockJson(TransactionJson transactions, JsonMapper mapper) {
    this.transactions = transactions;
    this.mapper = mapper;
  }

  /** A block of the chain, without its transactions. */
  public Map<String, Object> write(StoredBlock block) {
    return write(block.header(), block.hash(), block.data(), block.seal(), block.work());
  }

  /** A block of the chain with its transactions. */
  public Map<String, Object> write(StoredBlock block, List<Recorded> held) {
    var fields = write(block);
    fields.put(TRANSACTIONS, held.stream().map(transactions::write).toList());
    return fields;
  }

  /** A whole block that has just become part of the chain. */
  public Map<String, Object> write(SealedBlock block, BigInteger work) {
    var fields = write(block.header(), block.hash(), block.data(), block.seal(), work);
    var held = new ArrayList<Map<String, Object>>();
    for (var transaction : block.transactions()) {
      var place = new Recorded.Place(block.header().index(), block.hash(), held.size());
      held.add(transactions.write(Recorded.valid(transaction, place)));
    }
    fields.put(TRANSACTIONS, held);
    return fields;
  }

  private static Map<String, Object> write(
      Header header, Hash hash, String data, Optional<Signature> seal, BigInteger work) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("index", header.index());
    fields.put("previousHash", header.previous().toString());
    fields.put("historyRoot", header.history().toString());
    fields.put("time", header.time().toString());
    header.miner().ifPresent(miner -> fields.put("miner", miner.shown()));
    fields.put("transactionCount", header.count());
    fields.put("merkleRoot", header.merkleRoot().toString());
    fields.put("data", data);
    fields.put("difficulty", header.difficulty());
    fields.put("nonce", Long.toUnsignedString(header.nonce()));
    fields.put("hash", hash.toString());
    seal.ifPresent(s -> fields.put("seal", s.toString()));
    fields.put("work", work.toString());
    fields.put("headerText", header.text());
    return fields;
  }

  String text(SealedBlock block, BigInteger work) {
    return mapper.writeValueAsString(write(block, work));
  }

  /**
   * Reads a block as it is kept beside the chain.
   *
   * @throws Problem if it is malformed, or claims what is not so
   * @throws BrokenLedgerException if it is no object
   */
  public SealedBlock stored(String text) {
    if (StrictJson.read(text) instanceof JsonObject object) {
      return read(object);
    }
    throw new BrokenLedgerException("A side block is no object");
  }

  /**
   * Reads a whole block. What it claims of itself (hash, header text, ids) has to be so; whether it
   * is valid is for the protocol.
   *
   * @throws Problem if it is malformed, or claims what is not so
   */
  public SealedBlock read(JsonObject json) {
    json.only(FIELDS);
    var header = header(json);
    var held = new ArrayList<Transaction>();
    for (var one : json.array(TRANSACTIONS).objects()) {
      held.add(transactions.readSealed(one, header.index()));
    }
    return sealed(json, header, held);
  }

  /**
   * Reads a whole block, as {@link #read(JsonObject)} does, without holding more JSON at a time
   * than one of its transactions.
   *
   * @param index which it has to have
   * @throws Problem if it is malformed, or claims what is not so
   */
  public SealedBlock read(byte[] utf8, long index) {
    var held = new ArrayList<Transaction>();
    var json =
        Items.around(utf8, TRANSACTIONS, one -> held.add(transactions.readSealed(one, index)));
    json.only(FIELDS).array(TRANSACTIONS);
    var header = header(json);
    if (header.index() != index) {
      throw json.refused("index", "is " + header.index() + " where " + index + " comes next.");
    }
    return sealed(json, header, held);
  }

  private static SealedBlock sealed(JsonObject json, Header header, List<Transaction> held) {
    var block =
        new SealedBlock(
            header, Optional.of(seal(json)), json.optionalText("data").orElse(""), held);
    checkClaims(json, header, block.hash());
    return block;
  }

  /**
   * Reads a block that comes without its transactions, as lists of blocks have them.
   *
   * @throws Problem if it is malformed, or claims what is not so
   */
  public SealedHeader readHeader(JsonObject json) {
    json.only(FIELDS);
    var header = header(json);
    var hash = header.hash();
    checkClaims(json, header, hash);
    return new SealedHeader(header, hash, seal(json));
  }

  private static Header header(JsonObject json) {
    var data = json.optionalText("data").orElse("");
    return new Header(
        json.wholeNumber("index", Transfer.NONCE_MAX),
        hash(json, "previousHash"),
        hash(json, "historyRoot"),
        Time.parse(json.text("time"))
            .orElseThrow(() -> json.refused("time", "is like 2026-01-01T00:00:00.000Z.")),
        Optional.of(miner(json)),
        (int) json.wholeNumber("transactionCount", 1_000_000L),
        hash(json, "merkleRoot"),
        data.isEmpty() ? "-" : Hash.ofText(data).toString(),
        (int) json.wholeNumber("difficulty", 256L),
        nonce(json));
  }

  private static void checkClaims(JsonObject json, Header header, Hash hash) {
    boolean hashFits = json.optionalText("hash").filter(h -> !h.equals(hash + "")).isEmpty();
    boolean textFits =
        json.optionalText("headerText").filter(t -> !t.equals(header.text())).isEmpty();
    if (!hashFits || !textFits) {
      throw Refusals.problem(
          Refusal.BLOCK_HASH_INVALID.because("These fields hash to " + hash + "."));
    }
  }

  private static Address miner(JsonObject json) {
    return Address.parse(json.text("miner"))
        .filter(Address::isWallet)
        .orElseThrow(
            () -> Refusals.problem(Refusal.ADDRESS_INVALID.because("miner: a wallet account.")));
  }

  private static Signature seal(JsonObject json) {
    return Signature.fromHex(json.text("seal"))
        .orElseThrow(() ->
            Refusals.problem(
                Refusal.SIGNATURE_INVALID.because("seal: 0x and 130 hex digits, v 27 or 28.")));
  }

  private static long nonce(JsonObject json) {
    try {
      var digits = json.decimal("nonce");
      if (digits.length() <= 20) {
        return Long.parseUnsignedLong(digits);
      }
    } catch (NumberFormatException e) {
      throw json.refused("nonce", "is 0 to 2^64 - 1.");
    }
    throw json.refused("nonce", "is 0 to 2^64 - 1.");
  }

  private static Hash hash(JsonObject json, String name) {
    return Hash.parse(json.text(name))
        .orElseThrow(() -> json.refused(name, "is 64 lower-case hex digits."));
  }
}
