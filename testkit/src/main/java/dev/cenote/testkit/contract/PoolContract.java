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
 * <p>For a database of your own, given by its URL or by a DataSource, see {@link
 * dev.cenote.testkit.database.OwnDatabase}.
 *
 * <p>What a database cannot do, see {@link dev.cenote.testkit.database.Capability}, is skipped with
 * a message that says so; at the end all that was skipped is printed, and why.
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
