// The label column is guessed from names, kinds and places: checked on the columns of well-known public tables.
#include "tabular/label.h"

#include <doctest/doctest.h>

#include <sstream>

using namespace assayer;

namespace {

struct KnownTable {
  const char* columns;  ///< name:kind; n numeric, w few whole numbers, c few levels, b two, k two but one of them
                        ///< hardly ever, h many levels, t text, i id, d date
  const char* label;
};

constexpr KnownTable known_tables[] = {
    {"age:n workclass:c fnlwgt:n education:c education_num:w marital_status:c occupation:c relationship:c race:c sex:b "
     "capital_gain:n capital_loss:n hours_per_week:n native_country:c income:b",
     "income"},
    {"age:n sex:b cp:w trestbps:n chol:n fbs:b restecg:w thalach:n exang:b oldpeak:n slope:w ca:w thal:w target:b",
     "target"},
    {"Age:n Sex:b ChestPainType:c RestingBP:n Cholesterol:n FastingBS:b RestingECG:c MaxHR:n ExerciseAngina:b "
     "Oldpeak:n ST_Slope:c HeartDisease:b",
     "HeartDisease"},
    {"HeartDisease:b BMI:n Smoking:b AlcoholDrinking:b Stroke:b PhysicalHealth:n Sex:b AgeCategory:c Race:c Asthma:b",
     "HeartDisease"},
    {"Pregnancies:w Glucose:n BloodPressure:n SkinThickness:n Insulin:n BMI:n DiabetesPedigreeFunction:n Age:n "
     "Outcome:b",
     "Outcome"},
    {"age:n job:c marital:c education:c default:b balance:n housing:b loan:b contact:c day:n month:c duration:n "
     "campaign:n pdays:n previous:n poutcome:c y:b",
     "y"},
    {"buying:c maint:c doors:c persons:c lug_boot:c safety:c class:c", "class"},
    {"Sex:c Length:n Diameter:n Height:n WholeWeight:n ShuckedWeight:n VisceraWeight:n ShellWeight:n Rings:n", "Rings"},
    {"Id:i RI:n Na:n Mg:n Al:n Si:n K:n Ca:n Ba:n Fe:n Type:w", "Type"},
    {"sepal_length:n sepal_width:n petal_length:n petal_width:n species:c", "species"},
    {"species:c island:c bill_length_mm:n bill_depth_mm:n flipper_length_mm:n body_mass_g:n sex:b", "species"},
    {"class:b cap_shape:c cap_surface:c cap_color:c bruises:b odor:c gill_size:b habitat:c", "class"},
    {"hotel:b is_canceled:b lead_time:n arrival_date_year:w arrival_date_month:c adults:w children:w meal:c country:h "
     "market_segment:c agent:n adr:n reservation_status_date:d",
     "is_canceled"},
    {"ID:i LIMIT_BAL:n SEX:w EDUCATION:w MARRIAGE:w AGE:n PAY_0:w BILL_AMT1:n PAY_AMT1:n default.payment.next.month:b",
     "default.payment.next.month"},
    {"customerID:i gender:b SeniorCitizen:b Partner:b Dependents:b tenure:n PhoneService:b Contract:c "
     "PaperlessBilling:b MonthlyCharges:n TotalCharges:n Churn:b",
     "Churn"},
    {"Age:n Attrition:b BusinessTravel:c DailyRate:n Department:c DistanceFromHome:n Education:w JobRole:c "
     "MonthlyIncome:n YearsAtCompany:n YearsWithCurrManager:n",
     "Attrition"},
    {"age:n sex:b bmi:n children:w smoker:b region:c charges:n", "charges"},
    {"longitude:n latitude:n housing_median_age:n total_rooms:n population:n households:n median_income:n "
     "median_house_value:n",
     "median_house_value"},
    {"price:n area:n bedrooms:w bathrooms:w stories:w mainroad:b guestroom:b parking:w furnishingstatus:c", "price"},
    {"Id:i MSSubClass:w MSZoning:c LotArea:n Street:b OverallQual:w YearBuilt:n SaleType:c SaleCondition:c SalePrice:n",
     "SalePrice"},
    {"carat:n cut:c color:c clarity:c depth:n table:n price:n x:n y:n z:n", "price"},
    {"cement:n slag:n flyash:n water:n superplasticizer:n coarseaggregate:n fineaggregate:n age:n csMPa:n", "csMPa"},
    {"id:i gender:c age:n hypertension:b heart_disease:b ever_married:b work_type:c Residence_type:b "
     "avg_glucose_level:n bmi:n smoking_status:c stroke:b",
     "stroke"},
    {"Loan_ID:i Gender:b Married:b Dependents:c Education:b Self_Employed:b ApplicantIncome:n CoapplicantIncome:n "
     "LoanAmount:n Loan_Amount_Term:n Credit_History:b Property_Area:c Loan_Status:b",
     "Loan_Status"},
    {"id:i diagnosis:b radius_mean:n texture_mean:n perimeter_mean:n area_mean:n", "diagnosis"},
    {"step:n type:c amount:n nameOrig:i oldbalanceOrg:n newbalanceOrig:n nameDest:h isFraud:b isFlaggedFraud:k",
     "isFraud"},
    {"Time:n V1:n V2:n V3:n Amount:n Class:b", "Class"},
    {"PassengerId:i Survived:b Pclass:w Name:t Sex:b Age:n SibSp:w Parch:w Ticket:h Fare:n Cabin:h Embarked:c",
     "Survived"},
    {"PassengerId:i HomePlanet:c CryoSleep:b Cabin:h Destination:c Age:n VIP:b RoomService:n Name:t Transported:b",
     "Transported"},
    {"text:t label:c", "label"},
    {"category:c text:t", "category"},
    {"v1:b v2:t", "v1"},
    {"review:t sentiment:b", "sentiment"},
    {"tweet_id:i airline_sentiment:c airline:c name:h retweet_count:w text:t tweet_created:d user_timezone:h",
     "airline_sentiment"},
    {"school:b sex:b age:w address:b famsize:b Medu:w Fedu:w studytime:w failures:w absences:n G1:w G2:w G3:w", "G3"},
    {"N:n P:n K:n temperature:n humidity:n ph:n rainfall:n label:c", "label"},
    {"battery_power:n blue:b clock_speed:n dual_sim:b ram:n touch_screen:b wifi:b price_range:w", "price_range"},
    {"Age:n Sex:b BP:c Cholesterol:b Na_to_K:n Drug:c", "Drug"},
    {"Date:d Location:c MinTemp:n MaxTemp:n Rainfall:n WindGustDir:c RainToday:b RainTomorrow:b", "RainTomorrow"},
    {"fixed_acidity:n volatile_acidity:n chlorides:n density:n pH:n alcohol:n quality:w", "quality"},
    {"Administrative:w Informational:w ProductRelated:n BounceRates:n Month:c VisitorType:c Weekend:b Revenue:b",
     "Revenue"},
    {"mpg:n cylinders:w displacement:n horsepower:n weight:n acceleration:n model_year:w origin:w name:t", "mpg"},
    {"instant:i dteday:d season:w yr:b mnth:w hr:n holiday:b weathersit:w temp:n windspeed:n casual:n registered:n "
     "cnt:n",
     "cnt"},
    {"RowNumber:i CustomerId:i Surname:t CreditScore:n Geography:c Gender:b Age:n Tenure:w Balance:n IsActiveMember:b "
     "EstimatedSalary:n Exited:b",
     "Exited"},
    {"satisfaction_level:n last_evaluation:n number_project:w average_montly_hours:n Work_accident:b left:b "
     "promotion_last_5years:b Department:c salary:c",
     "left"},
    {"checking_status:c duration:n credit_history:c purpose:c credit_amount:n housing:c job:c foreign_worker:b class:b",
     "class"},
    {"wine_class:c alcohol:n malic_acid:n ash:n magnesium:n proline:n", "wine_class"},
    {"pelvic_incidence:n pelvic_tilt:n lumbar_angle:n sacral_slope:n grade_spondylolisthesis:n class:c", "class"},
    {"date:d precipitation:n temp_max:n temp_min:n wind:n weather:c", "weather"},
    {"total_bill:n tip:n sex:b smoker:b day:c time:b size:w", "tip"},
};

std::string guess(const std::string& table) {
  constexpr Index rows = 1000;
  std::vector<ColumnSchema> columns;
  std::vector<LabelHints> hints;
  std::istringstream words(table);
  for (std::string word; words >> word;) {
    const char kind = word.back();
    ColumnSchema column;
    column.name = word.substr(0, word.size() - 2);
    column.kind = kind == 'n' || kind == 'w'   ? ColumnKind::numeric
                  : kind == 'c' || kind == 'h' ? ColumnKind::categorical
                  : kind == 'b' || kind == 'k' ? ColumnKind::boolean
                  : kind == 't'                ? ColumnKind::text
                  : kind == 'i'                ? ColumnKind::identifier
                                               : ColumnKind::datetime;
    column.distinct = kind == 'b' || kind == 'k' ? 2 : kind == 'c' || kind == 'w' ? 5 : kind == 'h' ? 150 : 700;
    columns.push_back(column);
    hints.push_back({kind == 'w' || kind == 'i', kind == 'k' ? 0.999 : kind == 'b' || kind == 'c' ? 0.6 : 0.1});
  }
  const GuessedLabel guessed = guess_label(columns, hints, rows);
  return guessed.column < 0 ? "" : columns[static_cast<std::size_t>(guessed.column)].name;
}

}  // namespace

TEST_CASE("the labels of well-known tables are guessed, nineteen of twenty") {
  double right = 0;
  std::string wrong;
  for (const KnownTable& table : known_tables) {
    const std::string guessed = guess(table.columns);
    if (guessed == table.label) {
      ++right;
    } else {
      wrong += guessed + " instead of " + table.label + "; ";
    }
  }
  CAPTURE(wrong);
  CHECK(right >= 0.95 * static_cast<double>(std::size(known_tables)));
}

TEST_CASE("a column that hardly ever changes is no label") {
  std::vector<ColumnSchema> columns(3);
  for (ColumnSchema& column : columns) {
    column.kind = ColumnKind::categorical;
    column.distinct = 2;
  }
  columns[0].name = "shop";
  columns[1].name = "weight";
  columns[1].kind = ColumnKind::numeric;
  columns[1].distinct = 80;
  columns[2].name = "note";
  CHECK(guess_label(columns, {{false, 0.5}, {false, 0.1}, {false, 0.997}}, 100).column == 0);
  CHECK(guess_label(columns, {{false, 0.5}, {false, 0.1}, {false, 0.9}}, 100).column == 2);
}
