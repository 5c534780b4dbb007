package dev.cenote.testkit.contract;

/**
 * Everything that must hold for a {@code CenoteDataSource} whatever its database. A test class
 * implements it and says which database:
 *
 * <pre>{@code
 * class H2ContractTest implements PoolContract {
 *   @Override
 *   public TestDatabase openDatabase() {
 *     return H2Database.named();
 *   }
 * }
 * }</pre>
 *
 * <p>What a database cannot do, see {@link dev.cenote.testkit.database.Capability}, is skipped with
 * a message that says so.
 */
public interface PoolContract
    extends BorrowContract,
        HandleContract,
        SizeContract,
        WaitContract,
        StateContract,
        InitialStateContract,
        TransactionContract,
        DeathContract,
        StartContract,
        CloseContract,
        StormContract {}
