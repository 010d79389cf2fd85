package org.ledgerstone.bench;

import java.util.SplittableRandom;

/** Who pays whom. The accounts are numbered; the last two of them are the hot ones. */
interface Traffic {

  Traffic UNIFORM = new Drawn(false, 0);
  Traffic HOT_SENDER = new Drawn(true, 0);
  Traffic HOT_RECEIVER = hotReceiver(100);

  /** How many accounts are kept for being hot. */
  int HOT_ACCOUNTS = 2;

  /** So many of a hundred transfers go to the one hot receiver. */
  static Traffic hotReceiver(int percent) {
    return new Drawn(false, percent);
  }

  /** How many connections can share this without getting a sender's transfers out of order. */
  int connections(int wanted);

  /**
   * What one of so many connections sends; the same again for the same arguments. No two of them
   * have a sender in common.
   */
  Payments payments(int accounts, int connection, int connections, long seed);

  /** One payment after the other. */
  interface Payments {
    /** Goes on to the next one. */
    void next();

    int sender();

    int receiver();

    long amount();
  }

  /**
   * Drawn at random.
   *
   * @param hotSender whether one account pays everything; then one connection keeps its order
   */
  record Drawn(boolean hotSender, int hotReceiverPercent) implements Traffic {

    @Override
    public int connections(int wanted) {
      return hotSender ? 1 : wanted;
    }

    @Override
    public Payments payments(int accounts, int connection, int connections, long seed) {
      int ordinary = accounts - HOT_ACCOUNTS;
      int own = (ordinary - connection + connections - 1) / connections;
      var random = new SplittableRandom(seed * 1_000_003 + connection);
      return new Payments() {
        private int sender;
        private int receiver;

        @Override
        public void next() {
          sender = hotSender ? ordinary : connection + connections * random.nextInt(own);
          boolean hot = random.nextInt(100) < hotReceiverPercent;
          receiver = hot ? ordinary + 1 : random.nextInt(ordinary);
          if (receiver == sender) {
            receiver = (receiver + 1) % ordinary;
          }
        }

        @Override
        public int sender() {
          return sender;
        }

        @Override
        public int receiver() {
          return receiver;
        }

        @Override
        public long amount() {
          return 1;
        }
      };
    }
  }

  /**
   * Those who hold something from genesis pay the others, each once.
   *
   * @param rich how many hold something: a multiple of the connections
   */
  record Funding(int rich, long amount) implements Traffic {

    @Override
    public int connections(int wanted) {
      return wanted;
    }

    @Override
    public Payments payments(int accounts, int connection, int connections, long seed) {
      return new Payments() {
        private int receiver = rich + connection - connections;

        @Override
        public void next() {
          receiver += connections;
        }

        @Override
        public int sender() {
          return receiver % rich;
        }

        @Override
        public int receiver() {
          return receiver;
        }

        @Override
        public long amount() {
          return amount;
        }
      };
    }
  }
}
